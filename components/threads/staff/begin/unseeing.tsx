import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { Addressees } from "@/lib/threads/staff/begin/queries";
import { UNSEEING_WORDS, type Unseeing, unseeingSentence } from "@/lib/threads/staff/begin/rules";

interface RefusedProps {
  /** The contact whom the address names, who could not see the thread. */
  refused: { readonly name: string; readonly why: Unseeing };
  people: Addressees;
}

/** Says why a contact could not see the thread, and names who can. */
export function RefusedContact({ refused, people }: RefusedProps) {
  return (
    <Callout tone="warning" className="mb-5">
      {unseeingSentence(
        refused.name,
        refused.why,
        people.able.map(({ label }) => label),
      )}
    </Callout>
  );
}

const MOST_NAMED = 8;

/** The company's contacts who are not offered, each with the reason. */
export function NotOffered({ people: { unable } }: { people: Addressees }) {
  if (unable.length === 0) return null;
  const others = unable.length - MOST_NAMED;
  return (
    <details className="mt-8 text-sm text-muted">
      <summary className="min-h-11 cursor-pointer content-center font-semibold text-ink lg:min-h-6">
        {unable.length === 1 ? "1 contact is not offered" : `${unable.length} contacts are not offered`}
      </summary>
      <ul className="mt-2 grid gap-1">
        {unable.slice(0, MOST_NAMED).map(({ id, label, why }) => (
          <li key={id} className="wrap-anywhere">
            <TextLink href={routes.staffContact(id)}>{label}</TextLink> {UNSEEING_WORDS[why]}.
          </li>
        ))}
        {others > 0 && <li>{others === 1 ? "1 other contact" : `${others} other contacts`} for such reasons.</li>}
      </ul>
    </details>
  );
}

/** Shown in place of the form where its address names nobody. */
export function ChooseFirst() {
  return (
    <EmptyState title="Choose whom this is about">
      Open the <TextLink href={routes.staffCompanies}>company</TextLink> or the{" "}
      <TextLink href={routes.staffContacts}>contact</TextLink>, and begin from there.
    </EmptyState>
  );
}

/** Shown in place of the form where nobody of the company could see the thread. */
export function NobodySees({ company }: { company: { readonly id: string; readonly name: string } }) {
  return (
    <EmptyState title={`Nobody of ${company.name} could see it`}>
      It would be written to nobody. The company’s page has its contacts, their rights and its agreements:{" "}
      <TextLink href={routes.staffCompany(company.id)}>{company.name}</TextLink>.
    </EmptyState>
  );
}
