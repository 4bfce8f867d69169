import type { BrandNames } from "@/components/ui/brand-field";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { StaffAccount } from "@/lib/people/accounts/queries";
import { ACCOUNT_STATE_LABELS, STAFF_ROLE_LABELS } from "@/lib/people/accounts/rules";
import { routes } from "@/lib/routes";

interface Props {
  accounts: readonly StaffAccount[];
  brands: BrandNames;
  /** The viewer's staff id. */
  ownId: string;
}

export function AccountTable({ accounts, brands, ownId }: Props) {
  const several = Object.keys(brands).length > 1;
  return (
    <Table caption="Accounts">
      <Thead>
        <Th>Name</Th>
        <Th>Address</Th>
        <Th>Roles</Th>
        {several && <Th>Brands</Th>}
        <Th>State</Th>
      </Thead>
      <Tbody>
        {accounts.map((account) => (
          <Tr key={account.id}>
            <Td lead>
              <RowLink href={routes.staffAccount(account.id)}>
                {account.name}
                {account.id === ownId && " (you)"}
              </RowLink>
            </Td>
            <Td label="Address">
              <span className="wrap-anywhere">{account.email}</span>
            </Td>
            <Td label="Roles">{account.roles.map((role) => STAFF_ROLE_LABELS[role]).join(", ")}</Td>
            {several && <Td label="Brands">{account.brands.map((key) => brands[key] ?? key).join(", ") || "None"}</Td>}
            <Td label="State">
              <AccountStateDot state={account.state} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

const TONES = { open: "success", invited: "warning", disabled: "neutral" } as const;

export function AccountStateDot({ state }: Pick<StaffAccount, "state">) {
  return <StatusDot tone={TONES[state]}>{ACCOUNT_STATE_LABELS[state]}</StatusDot>;
}
