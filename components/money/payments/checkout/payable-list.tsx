import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { PayGroup } from "@/lib/money/payments/checkout/queries";
import { routes } from "@/lib/routes";
import { SelectAll } from "./select-all";
import { SelectBox } from "./select-box";
import { SelectionBar } from "./selection-bar";

interface Props {
  group: PayGroup;
  code: boolean;
  /** Show the currency as title, because there are several lists. */
  titled: boolean;
}

/** Open invoices of one currency to choose from, where the page was opened without a choice. */
export function PayableList({ group, code, titled }: Props) {
  const title = titled ? `Open invoices in ${group.currency}` : "Open invoices";
  return (
    <Panel title={title} flush>
      <form action={routes.pay()} aria-label={title}>
        <Table caption={title}>
          <Thead>
            <Th>
              <VisuallyHidden>Pay</VisuallyHidden>
              <SelectAll />
            </Th>
            <Th>Invoice</Th>
            <Th>Due</Th>
            <Th numeric>Balance</Th>
          </Thead>
          <Tbody>
            {group.invoices.map((invoice) => (
              <Tr key={invoice.number}>
                <Td className="row-choice">
                  <SelectBox number={invoice.number} balance={invoice.balance} block={null} />
                </Td>
                <Td lead>
                  <TextLink href={routes.invoice(invoice.number)} className="tabular whitespace-nowrap">
                    {invoice.number}
                  </TextLink>
                </Td>
                <Td label="Due">
                  <span className="flex flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                    <Day value={invoice.dueOn} />
                    {invoice.dueWords && <span className="text-xs text-muted">{invoice.dueWords}</span>}
                  </span>
                </Td>
                <Td label="Balance" numeric>
                  <Money value={invoice.balance} code={code} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
        <SelectionBar code={code} />
      </form>
    </Panel>
  );
}
