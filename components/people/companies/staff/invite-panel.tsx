import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { inviteAllAction } from "@/lib/people/edits/companies/actions";
import type { Invitee } from "@/lib/people/edits/companies/queries";
import { MOST_INVITED } from "@/lib/people/edits/companies/rules";
import { routes } from "@/lib/routes";

interface Props {
  companyId: string;
  people: readonly Invitee[];
  /** A UUID made for this page. */
  batch: string;
}

/** Who gets a mail and who does not and why, and the one button. */
export function InvitePanel({ companyId, people, batch }: Props) {
  const all = people.filter(({ whyNot }) => whyNot === null);
  const now = all.slice(0, MOST_INVITED);
  const others = people.filter(({ whyNot }) => whyNot !== null);
  return (
    <div className="grid grid-cols-1 gap-6">
      <Panel title={`Gets a mail (${now.length})`}>
        <div className="grid gap-4 text-sm">
          {now.length === 0 ? (
            <p className="text-muted">Nobody. Everybody has an account, was invited today or is disabled.</p>
          ) : (
            <>
              <People people={now} />
              {all.length > now.length && (
                <p className="text-muted">{all.length - now.length} more come with the next press.</p>
              )}
              <ActionForm action={inviteAllAction} label="Invite" className="grid gap-2">
                <input type="hidden" name="company" value={companyId} />
                <input type="hidden" name="batch" value={batch} />
                <SubmitButton className="justify-self-start">
                  {now.length === 1 ? "Send 1 invitation" : `Send ${now.length} invitations`}
                </SubmitButton>
              </ActionForm>
            </>
          )}
        </div>
      </Panel>
      {others.length > 0 && (
        <Panel title={`Gets none (${others.length})`}>
          <People people={others} />
        </Panel>
      )}
    </div>
  );
}

function People({ people }: { people: readonly Invitee[] }) {
  return (
    <ul className="grid gap-2 text-sm">
      {people.map(({ id, name, email, whyNot }) => (
        <li key={id} className="flex flex-wrap justify-between gap-x-4 gap-y-0.5">
          <span className="min-w-0 wrap-anywhere">
            <TextLink href={routes.staffContact(id)}>{name}</TextLink> <span className="text-muted">{email}</span>
          </span>
          {whyNot && <span className="text-muted">{whyNot}</span>}
        </li>
      ))}
    </ul>
  );
}
