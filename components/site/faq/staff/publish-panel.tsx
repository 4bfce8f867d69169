import type { ReactNode } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant, formatInstant, zoneName } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { publishFaqAction, restoreFaqAction, scheduleFaqAction, undoFaqAction } from "@/lib/site/faq/staff/actions";
import type { FaqDesk } from "@/lib/site/faq/staff/queries";
import type { Version } from "@/lib/site/versions/types";

interface Props {
  brand: string;
  desk: FaqDesk;
  /** The brand's. */
  zone: string;
}

/** Whether there is something that is not out, and the versions, each with its way back. */
export function PublishPanel({ brand, desk: { seen, versions, out, ahead, edited, isDraft }, zone }: Props) {
  const hidden = (
    <>
      <input type="hidden" name="brand" value={brand} />
      {seen && <SeenField value={seen} />}
    </>
  );
  const published = versions.filter(({ state }) => state === "published");
  return (
    <div className="grid grid-cols-1 gap-6">
      <Panel title="Publishing">
        <div className="grid gap-4 text-sm">
          {isDraft && edited ? (
            <>
              <p>
                There is a draft that clients do not see.{" "}
                <TextLink href={routes.staffFaqVersion(edited.id)}>What it changes</TextLink>
              </p>
              <ActionForm key={`publish ${seen}`} action={publishFaqAction} formId={uuidv7()} label="Publishing">
                {hidden}
                <SubmitButton className="justify-self-start">Publish</SubmitButton>
              </ActionForm>
              <ScheduleForm key={`schedule ${seen}`} zone={zone}>
                {hidden}
              </ScheduleForm>
              <ActionForm key={`undo ${edited.id}`} action={undoFaqAction} label="Last change">
                <input type="hidden" name="brand" value={brand} />
                <input type="hidden" name="version" value={edited.id} />
                <SubmitButton variant="secondary" size="small" className="justify-self-start">
                  Undo the last change
                </SubmitButton>
              </ActionForm>
            </>
          ) : (
            <p className="text-muted">
              {ahead.length > 0 && edited?.id !== out?.id
                ? "What you see here is scheduled. A change begins a draft."
                : "Everything that you see here is out. A change begins a draft."}
            </p>
          )}
          {ahead.map((version) => (
            <Scheduled key={version.id} brand={brand} version={version} zone={zone} />
          ))}
        </div>
      </Panel>
      <Panel title="Versions">
        <ul aria-label="Versions" className="divide-y divide-line text-sm">
          {published.map((version) => (
            <li key={version.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
              <span className="grid min-w-0 wrap-anywhere">
                <TextLink href={routes.staffFaqVersion(version.id)}>{sinceWords(version, zone)}</TextLink>
                <span className="text-muted">{version.staffName ?? "What the brand began with"}</span>
              </span>
              {version.id === out?.id ? (
                <StatusDot tone="success">Out now</StatusDot>
              ) : (
                <ActionForm
                  key={`${version.id} ${seen}`}
                  action={restoreFaqAction}
                  formId={uuidv7()}
                  label={`Bring back ${sinceWords(version, zone)}`}
                >
                  {hidden}
                  <input type="hidden" name="version" value={version.id} />
                  <SubmitButton variant="secondary" size="small">
                    Bring back<span className="sr-only">{` ${sinceWords(version, zone)}`}</span>
                  </SubmitButton>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

/** `children` are the hidden fields. */
function ScheduleForm({ zone, children }: { zone: string; children: ReactNode }) {
  return (
    <ActionForm
      action={scheduleFaqAction}
      formId={uuidv7()}
      label="Schedule"
      values={{ at: "" }}
      className="grid gap-3"
    >
      {children}
      <TextField
        name="at"
        type="datetime-local"
        label="Publish at"
        help={`On the clocks of ${zoneName(zone)}. A time that comes twice in the fall is the first one.`}
      />
      <SubmitButton variant="secondary" className="justify-self-start">
        Schedule
      </SubmitButton>
    </ActionForm>
  );
}

/** What waits for its time, with the way to take it back. */
function Scheduled({ brand, version, zone }: { brand: string; version: Version; zone: string }) {
  const when = sinceWords(version, zone);
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      <StatusDot tone="info">Comes out {when}</StatusDot>
      <p className="text-muted">
        {version.staffName ?? "A colleague"} scheduled it.{" "}
        <TextLink href={routes.staffFaqVersion(version.id)}>
          What it changes<span className="sr-only">{` on ${when}`}</span>
        </TextLink>
      </p>
      <ActionForm action={undoFaqAction} label={`Take back ${when}`}>
        <input type="hidden" name="brand" value={brand} />
        <input type="hidden" name="version" value={version.id} />
        <SubmitButton variant="secondary" size="small" className="justify-self-start">
          Take back<span className="sr-only">{` what comes out ${when}`}</span>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

const sinceWords = ({ publishAt, createdAt }: Version, zone: string) =>
  formatInstant(businessInstant(publishAt ?? createdAt), zone);
