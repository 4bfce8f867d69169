import { ActionForm } from "@/components/forms/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { removeColleagueAction } from "@/lib/people/colleagues/actions";
import type { Colleague } from "@/lib/people/colleagues/queries";
import { colleagueWords } from "@/lib/people/colleagues/rules";
import { colleaguesHref } from "@/lib/people/colleagues/schema";

interface Props {
  people: readonly Colleague[];
  /** The colleague whom the viewer is about to remove. */
  removing: string | null;
  /** A UUID (version 7) made with the page: the same form sent twice is one removal. */
  formId: string;
}

/** The company's people with what they may do, for a company administrator. */
export function ColleaguesPanel({ people, removing, formId }: Props) {
  return (
    <Panel>
      <ul className="grid divide-y divide-line">
        {people.map((person) => (
          <li key={person.id} className="grid gap-3 py-3 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <div className="grid min-w-0 gap-0.5">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-semibold wrap-anywhere">{person.name}</span>
                  {person.isViewer && <StatusDot tone="success">You</StatusDot>}
                  {!person.hasSignedIn && <StatusDot tone="neutral">Has not signed in yet</StatusDot>}
                </p>
                <p className="text-muted wrap-anywhere">
                  {person.email}
                  {person.jobTitle && ` · ${person.jobTitle}`}
                </p>
                <p className="text-muted">{colleagueWords(person.rights).join(" · ")}</p>
              </div>
              {!person.isViewer && removing !== person.id && (
                <ButtonLink href={colleaguesHref({ remove: person.id })} variant="secondary" size="small">
                  Remove
                  <span className="sr-only"> {person.name}</span>
                </ButtonLink>
              )}
            </div>
            {!person.isViewer && removing === person.id && <Confirm person={person} formId={formId} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Confirm({ person, formId }: { person: Colleague; formId: string }) {
  return (
    <ActionForm action={removeColleagueAction} formId={formId} label={`Remove ${person.name}`} className="grid gap-3">
      <input type="hidden" name="colleague" value={person.id} />
      <Callout tone="warning" title={`Remove ${person.name}?`}>
        They are logged out everywhere at once and can no longer sign in. Their cases, requests and payments stay. Only
        portal support can let them in again.
      </Callout>
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" pendingLabel="Removing">
          Remove
        </SubmitButton>
        <ButtonLink href={colleaguesHref()} variant="secondary">
          Keep
        </ButtonLink>
      </div>
    </ActionForm>
  );
}
