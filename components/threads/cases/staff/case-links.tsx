import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { StaffName } from "@/components/people/companies/staff/client-links";
import { LinkFold } from "@/components/threads/cases/staff/link-fold";
import { Section } from "@/components/threads/staff/beside";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import { STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";
import { linkCasesAction, unlinkCasesAction } from "@/lib/threads/cases/staff/actions";
import type { CaseLink } from "@/lib/threads/cases/staff/links/queries";
import { LINK_CHOICES } from "@/lib/threads/cases/staff/links/rules";

interface Props {
  number: string;
  links: readonly CaseLink[];
  works: boolean;
}

/** Cases that have to do with this one. No client sees them. */
export function CaseLinks({ number, links, works }: Props) {
  return (
    <Section title="Linked cases">
      {links.length === 0 ? (
        <p className="text-xs text-muted">None. Links are for staff alone.</p>
      ) : (
        <ul className="grid gap-1 text-sm">
          {links.map((link) => (
            <LinkedCase key={link.number} number={number} link={link} works={works} />
          ))}
        </ul>
      )}
      {works && (
        <ActionForm
          key={links.map((link) => link.number + link.words).join()}
          action={linkCasesAction}
          label="Link a case"
          className="no-print grid gap-2 text-sm"
        >
          <input type="hidden" name="number" value={number} />
          <LinkFold>
            <SelectField name="kind" label="This case is">
              {LINK_CHOICES.map(([kind, words]) => (
                <option key={kind} value={kind}>
                  {words}
                </option>
              ))}
            </SelectField>
            <TextField name="other" label="Case number" help="Such as C-100023." autoComplete="off" maxLength={40} />
            <SubmitButton variant="secondary" className="justify-self-start">
              Link
            </SubmitButton>
          </LinkFold>
        </ActionForm>
      )}
    </Section>
  );
}

function LinkedCase({ number, link, works }: { number: string; link: CaseLink; works: boolean }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-2">
      <span className="min-w-0 wrap-anywhere">
        <span className="text-muted">{link.words}</span>{" "}
        <TextLink href={routes.staffCase(link.number)}>
          <span className="tabular">{link.number}</span> {link.subject}
        </TextLink>
        <span className="block text-xs text-muted">
          {STAFF_STATUS_LABELS[link.status]}, linked by <StaffName member={link.by} />
        </span>
      </span>
      {works && (
        <ActionForm action={unlinkCasesAction} label={`Remove the link to ${link.number}`} className="no-print grid">
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="other" value={link.number} />
          <SubmitButton variant="quiet" size="small">
            Remove<VisuallyHidden> the link to {link.number}</VisuallyHidden>
          </SubmitButton>
        </ActionForm>
      )}
    </li>
  );
}
