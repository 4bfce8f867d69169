import { rightsLines } from "@/components/people/companies/staff/rights";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { ContactHead, ContactRelation } from "@/lib/people/contacts/staff/queries";
import { routes } from "@/lib/routes";

/** What a contact may do, and for which other companies. */
export function ContactRightsPanel({
  contact,
  relations,
}: {
  contact: ContactHead;
  relations: readonly ContactRelation[];
}) {
  return (
    <Panel title="Rights">
      <ul className="grid gap-1 text-sm">
        {rightsLines(contact.rights).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {relations.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-sm font-semibold">Also works for</h3>
          <ul className="grid gap-1 text-sm">
            {relations.map(({ id, name, source }) => (
              <li key={id} className="wrap-anywhere">
                <TextLink href={routes.staffCompany(id)}>{name}</TextLink>
                <span className="text-muted">{source === "administrator" ? " (decided in the portal)" : ""}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
