import { ContactLink } from "@/components/people/companies/staff/client-links";
import type { BrandNames } from "@/components/ui/brand-field";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { DecidedContact, Deciding, DecisionRow } from "@/lib/people/portal-decisions/list/queries";
import { type DecisionFilters, decisionsHref } from "@/lib/people/portal-decisions/list/schema";
import { FieldLine, HandBackDecision } from "./hand-back";

interface Props<Row> {
  rows: readonly Row[];
  brands: BrandNames;
  filters: DecisionFilters;
}

const queryOf = (href: string) => href.split("?")[1] ?? "";
/** The page as a form on it names it, so that it comes back with its filters and its place. */
const pageOf = (filters: DecisionFilters) => ({ list: queryOf(decisionsHref(filters, { cursor: filters.cursor })) });

/** Contacts with the fields that were edited in the portal, each with the button that hands it back. */
export function DecidedContactTable({ rows, brands, filters }: Props<DecidedContact>) {
  return (
    <Table caption="Edited fields of contacts, newest contact first">
      <Thead>
        <Th>Contact</Th>
        <Th>Company</Th>
        <Th>Edited in the portal</Th>
      </Thead>
      <Tbody>
        {rows.map(({ id, name, email, company, brand, fields }) => (
          <Tr key={id}>
            <Td lead>
              <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                <span>
                  <ContactLink contact={{ id, name }} />
                </span>
                <span className="text-xs font-normal text-muted">{email}</span>
              </span>
            </Td>
            <Td label="Company">
              <Company company={company} brand={brands[brand]} filters={filters} />
            </Td>
            <Td label="Edited in the portal">
              <ul className="grid gap-1">
                {fields.map(({ field, edit }) => (
                  <FieldLine
                    key={field}
                    contact={id}
                    field={field}
                    of={name}
                    detail={edit ? <DecidedBy {...edit} /> : "When and by whom is not known"}
                    page={pageOf(filters)}
                  />
                ))}
              </ul>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** Relations, members of account teams, pictures and coverages, each with the button that hands the decision back. */
export function DecisionTable({ rows, brands, filters }: Props<DecisionRow>) {
  return (
    <Table caption="Decisions about relations, account teams, pictures and coverages, newest first">
      <Thead>
        <Th>Decision</Th>
        <Th>Person</Th>
        <Th>Company</Th>
        <Th>Decided</Th>
        <Th>
          <span className="sr-only">Hand back</span>
        </Th>
      </Thead>
      <Tbody>
        {rows.map(({ id, words, about, contact, hasPerson, company, brand, at, when, by }) => (
          <Tr key={id}>
            <Td lead>
              <span className="wrap-anywhere">{words}</span>
            </Td>
            <Td label="Person">
              <span className="wrap-anywhere">
                {contact ? (
                  <>
                    <ContactLink contact={contact} />, {contact.email}
                  </>
                ) : (
                  (about ?? (hasPerson ? "Not known" : "Nobody"))
                )}
              </span>
            </Td>
            <Td label="Company">
              <Company company={company} brand={brands[brand]} filters={filters} />
            </Td>
            <Td label="Decided">
              <span className="grid min-w-0 gap-0.5 text-right text-xs md:text-left">
                <DecidedBy at={at} when={when} by={by} />
              </span>
            </Td>
            <Td>
              <HandBackDecision decision={{ id, words }} page={pageOf(filters)} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function DecidedBy({ at, when, by }: Deciding) {
  return (
    <>
      <time dateTime={at} className="tabular">
        {when}
      </time>
      {by && <span className="text-muted">{by}</span>}
    </>
  );
}

interface CompanyProps {
  company: DecidedContact["company"];
  brand: string | undefined;
  filters: DecisionFilters;
}

/** The company as a link that narrows the list to it, and the brand. */
function Company({ company, brand, filters }: CompanyProps) {
  return (
    <span className="grid min-w-0 gap-0.5 text-right wrap-anywhere md:text-left">
      {company ? (
        <TextLink href={decisionsHref(filters, { q: "", company: company.id })}>{company.name}</TextLink>
      ) : (
        <span className="text-muted">None</span>
      )}
      <span className="text-xs text-muted">{brand}</span>
    </span>
  );
}
