import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { undoMergeAction } from "@/lib/people/merges/actions";
import type { MergeLine } from "@/lib/people/merges/queries";
import { UNDO_MS } from "@/lib/people/merges/rules";
import { routes } from "@/lib/routes";

interface Props {
  merges: readonly MergeLine[];
  zone: string;
  /** System time. */
  now: Date;
}

/** The merges of a record, the newest first. Renders nothing if there was none. */
export function MergesPanel({ merges, zone, now }: Props) {
  if (merges.length === 0) return null;
  return (
    <Panel title={<span id="merges">Merges</span>}>
      <ul className="grid gap-4 text-sm">
        {merges.map(({ id, kind, survivorId, mergedId, survivorName, mergedName, by, at, undoneAt }) => (
          <li key={id} className="grid gap-1 wrap-anywhere">
            <span>
              <TextLink href={routes.staffEdit(kind, mergedId)}>{mergedName}</TextLink> into{" "}
              <TextLink href={routes.staffEdit(kind, survivorId)}>{survivorName}</TextLink>
            </span>
            <span className="text-muted">
              {by}, <time dateTime={at.toISOString()}>{formatInstant(businessInstant(at), zone)}</time>
              {undoneAt && ". Undone"}
            </span>
            {!undoneAt && now.getTime() - at.getTime() < UNDO_MS && (
              <ActionForm action={undoMergeAction} className="grid gap-2">
                <input type="hidden" name="merge" value={id} />
                <SubmitButton variant="secondary" size="small" className="justify-self-start">
                  Undo<span className="sr-only"> the merge of {mergedName}</span>
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
