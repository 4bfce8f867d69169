import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { formatMoney } from "@/lib/kit/money";
import type { PayGroup } from "@/lib/money/payments/checkout/queries";
import { routes } from "@/lib/routes";

/** A payment is in one currency: asks which of the chosen ones is paid first. */
export function CurrencyChoice({ groups }: { groups: readonly PayGroup[] }) {
  return (
    <Panel title="One payment a currency">
      <p className="text-sm text-muted">
        You chose invoices in {groups.map((group) => group.currency).join(" and ")}. Pay them in one payment each.
      </p>
      <ul className="mt-4 grid gap-2 sm:flex sm:flex-wrap">
        {groups.map((group) => (
          <li key={group.currency}>
            <ButtonLink href={routes.pay(group.invoices.map((invoice) => invoice.number))} className="w-full">
              {group.invoices.length === 1 ? "1 invoice" : `${group.invoices.length} invoices`},{" "}
              {formatMoney(group.balance, { code: true })}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
