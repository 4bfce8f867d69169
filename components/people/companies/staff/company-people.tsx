import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { CompanyPerson } from "@/lib/people/contacts/staff/of-company/queries";
import { routes } from "@/lib/routes";
import { contactsHref } from "@/lib/site/clients/schema";
import { shortRights } from "./rights";

interface Props {
  companyId: string;
  people: readonly CompanyPerson[];
  /** There are more than are shown. */
  hasMore: boolean;
}

/** The company's contacts and what each may do. */
export function CompanyPeople({ companyId, people, hasMore }: Props) {
  return (
    <Panel
      title="Contacts"
      flush={people.length > 0}
      action={hasMore && <TextLink href={contactsHref({ company: companyId })}>Show all</TextLink>}
    >
      {people.length === 0 ? (
        <p className="text-sm text-muted">No contact belongs to this company yet.</p>
      ) : (
        <Table caption="Contacts and their rights">
          <Thead>
            <Th>Contact</Th>
            <Th>Job</Th>
            <Th>Rights</Th>
          </Thead>
          <Tbody>
            {people.map((person) => (
              <Tr key={person.id}>
                <Td lead>
                  <span className="grid min-w-0 gap-0.5 wrap-anywhere md:min-w-48">
                    <RowLink href={routes.staffContact(person.id)}>{person.name}</RowLink>
                    <span className="text-xs font-normal text-muted">{person.email}</span>
                  </span>
                </Td>
                <Td label="Job">{person.jobTitle ?? <span className="text-muted">Not given</span>}</Td>
                <Td label="Rights">
                  {person.isClosed ? <StatusDot tone="neutral">Closed</StatusDot> : shortRights(person.rights)}
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
