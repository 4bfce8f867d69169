import { ActionForm } from "@/components/forms/action-form";
import { buttonClass } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { mergeAction } from "@/lib/people/merges/actions";
import type { MergePreview as Preview } from "@/lib/people/merges/queries";
import { countWords, MERGE_EFFECTS, seesWords } from "@/lib/people/merges/rules";
import { routes } from "@/lib/routes";

interface Props {
  preview: Preview;
  /** Address of the same preview with the other one as survivor. */
  swapHref: string;
  /** A UUID made for this page. */
  formId: string;
}

/** What a merge moves and who sees something new by it, with the button that merges. */
export function MergePreview({ preview, swapHref, formId }: Props) {
  const { kind, survivor, merged, counts, gains } = preview;
  return (
    <div className="grid grid-cols-1 gap-6">
      <Panel title="What happens">
        <div className="grid gap-4 text-sm">
          <p className="wrap-anywhere">
            <strong>{survivor.name}</strong> ({survivor.detail}) stays. <strong>{merged.name}</strong> ({merged.detail})
            is merged into it and closed.
          </p>
          <ul className="list-disc pl-5">
            {MERGE_EFFECTS[kind].map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <Link href={swapHref} className={buttonClass("secondary", "medium", "justify-self-start")}>
            Keep {merged.name} instead
          </Link>
        </div>
      </Panel>
      <Panel title="What moves">
        {counts.length === 0 ? (
          <p className="text-sm text-muted">Nothing hangs on {merged.name}.</p>
        ) : (
          <ul className="grid gap-1 text-sm">
            {counts.map(({ table, rows }) => (
              <li key={table} className="tabular">
                {countWords(table, rows)}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {kind === "company" && (
        <Panel title={`Who sees something new (${gains.length})`}>
          {gains.length === 0 ? (
            <p className="text-sm text-muted">Nobody.</p>
          ) : (
            <ul className="grid gap-2 text-sm">
              {gains.map(({ contactId, name, email, companyId, sees }) => (
                <li key={contactId} className="grid gap-0.5 wrap-anywhere">
                  <span>
                    <TextLink href={routes.staffContact(contactId)}>{name}</TextLink>{" "}
                    <span className="text-muted">{email}</span>
                  </span>
                  <span className="text-muted">
                    Will see {seesWords(sees)} of {companyId === survivor.id ? merged.name : survivor.name}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
      <ActionForm action={mergeAction} formId={formId} label="Merge" className="grid gap-3">
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="survivor" value={survivor.id} />
        <input type="hidden" name="merged" value={merged.id} />
        {kind === "company" && <input type="hidden" name="people" value={preview.people} />}
        <p className="text-sm text-muted">It can be undone for a day, as long as nothing of it has changed.</p>
        <SubmitButton variant="danger" className="justify-self-start">
          Merge {merged.name} into {survivor.name}
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
