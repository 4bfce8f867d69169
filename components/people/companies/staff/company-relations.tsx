import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { CompanyRelation } from "@/lib/people/contacts/staff/of-company/queries";
import { routes } from "@/lib/routes";

/** Who of other companies works with this one, and for which others its own contacts work. */
export function CompanyRelations({ relations }: { relations: readonly CompanyRelation[] }) {
  return (
    <Panel title="Relations">
      {relations.length === 0 ? (
        <p className="text-sm text-muted">No contact is related to another company.</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {relations.map(({ contact, company, direction, source }) => (
            <li key={`${contact.id} ${company?.id} ${direction}`} className="wrap-anywhere">
              <TextLink href={routes.staffContact(contact.id)}>{contact.name}</TextLink>{" "}
              {direction === "inward" ? "of" : "also works for"}{" "}
              {company ? <TextLink href={routes.staffCompany(company.id)}>{company.name}</TextLink> : "no company"}
              {direction === "inward" && " also works for this company"}
              <span className="text-muted">{source === "administrator" ? " (decided in the portal)" : ""}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
