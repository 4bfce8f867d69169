import { Avatar } from "@/components/ui/avatar";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import type { TeamPerson } from "@/lib/people/account-team/staff/queries";
import { routes } from "@/lib/routes";

interface Props {
  people: readonly TeamPerson[];
  brands: Readonly<Record<string, string>>;
  /** The viewer's staff id. */
  ownId: string;
}

export function PeopleTable({ people, brands, ownId }: Props) {
  const several = Object.keys(brands).length > 1;
  return (
    <Table caption="People">
      <Thead>
        <Th>Name</Th>
        <Th>Role</Th>
        {several && <Th>Brands</Th>}
        <Th numeric>Companies</Th>
        <Th>Today</Th>
      </Thead>
      <Tbody>
        {people.map((person) => (
          <Tr key={person.id}>
            <Td lead>
              <span className="flex min-w-0 items-center gap-3">
                <Avatar name={person.name} photoId={person.photoId} size="small" />
                <RowLink href={routes.staffTeamMember(person.id)}>
                  {person.name}
                  {person.id === ownId && " (you)"}
                </RowLink>
              </span>
            </Td>
            <Td label="Role">{roleWords(person)}</Td>
            {several && <Td label="Brands">{person.brands.map((key) => brands[key] ?? key).join(", ") || "None"}</Td>}
            <Td label="Companies" numeric>
              {person.companies.toLocaleString("en-US")}
            </Td>
            <Td label="Today">
              <Today person={person} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function roleWords({ roles }: Pick<TeamPerson, "roles">): string {
  return roles.map((role) => TEAM_ROLE_LABELS[role]).join(", ") || "On no team yet";
}

function Today({ person: { away, staffId } }: { person: TeamPerson }) {
  if (!staffId) return <span className="text-muted">No account here</span>;
  if (!away) return <StatusDot tone="success">Here</StatusDot>;
  return (
    <span className="grid gap-0.5">
      <StatusDot tone="warning">Away until {away.until}</StatusDot>
      <span className="text-xs text-muted">{away.standIn ? `${away.standIn.name} stands in` : "Nobody stands in"}</span>
    </span>
  );
}
