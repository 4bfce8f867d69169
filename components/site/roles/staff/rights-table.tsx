import { Check } from "lucide-react";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { STAFF_ROLES } from "@/db/schema/constants";
import { STAFF_ROLE_LABELS } from "@/lib/people/accounts/rules";
import type { RightsLine } from "@/lib/site/roles/policy";

/** What each role may do, a row for each right. */
export function RightsTable({ lines }: { lines: readonly RightsLine[] }) {
  return (
    <Table caption="Roles and rights">
      <Thead>
        <Th>Right</Th>
        {STAFF_ROLES.map((role) => (
          <Th key={role}>{STAFF_ROLE_LABELS[role]}</Th>
        ))}
      </Thead>
      <Tbody>
        {lines.map(({ right, roles }) => (
          <Tr key={right}>
            <Td lead>{right}</Td>
            {STAFF_ROLES.map((role) => (
              <Td key={role} label={STAFF_ROLE_LABELS[role]}>
                {roles.has(role) ? (
                  <>
                    <Check aria-hidden size={16} className="text-success" />
                    <span className="sr-only">Yes</span>
                  </>
                ) : (
                  <>
                    <span aria-hidden className="text-muted">
                      –
                    </span>
                    <span className="sr-only">No</span>
                  </>
                )}
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
