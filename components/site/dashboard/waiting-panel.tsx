import { CircleCheck } from "lucide-react";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { estimateEndWords } from "@/lib/money/estimates/rules";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";
import type { DashboardMoney } from "@/lib/site/dashboard/queries";

interface Props {
  data: Pick<DashboardMoney, "overdue" | "endingEstimates" | "balances">;
  today: string;
  code: boolean;
}

/** What waits for the viewer: overdue invoices, the oldest first, and estimates that end soon. */
export function WaitingPanel({ data, today, code }: Props) {
  const overdueCount = data.balances.reduce((sum, balance) => sum + balance.overdueCount, 0);
  if (data.overdue.length + data.endingEstimates.length === 0) {
    return (
      <Panel title="Waiting on you">
        <p className="flex items-center gap-2 text-sm text-muted">
          <CircleCheck aria-hidden size={16} className="flex-none text-success" />
          Nothing is overdue, and no estimate is about to end.
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Waiting on you"
      flush
      action={
        overdueCount > data.overdue.length && (
          <TextLink href={invoicesWithStatusHref("overdue")}>All {overdueCount} overdue</TextLink>
        )
      }
    >
      <Table caption="Waiting on you">
        <Thead>
          <Th>What</Th>
          <Th>Why</Th>
          <Th>Date</Th>
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {data.overdue.map((row) => (
            <Tr key={row.number}>
              <Td lead>
                <RowLink href={routes.invoice(row.number)}>{row.number}</RowLink>
              </Td>
              <Td label="Why">
                <StatusDot tone="danger">{row.dueWords}</StatusDot>
              </Td>
              <Td label="Due">
                <Day value={row.dueOn} />
              </Td>
              <Td label="Balance" numeric>
                <Money value={row.balance} code={code} />
              </Td>
            </Tr>
          ))}
          {data.endingEstimates.map((estimate) => (
            <Tr key={estimate.number}>
              <Td lead>
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                  <RowLink href={routes.estimate(estimate.number)}>{estimate.number}</RowLink>
                  <span className="text-xs font-normal text-muted">{estimate.title}</span>
                </span>
              </Td>
              <Td label="Why">
                <StatusDot tone="warning">
                  Estimate {estimateEndWords(estimate.expiresOn, today).toLowerCase()}
                </StatusDot>
              </Td>
              <Td label="Ends">
                <Day value={estimate.expiresOn} />
              </Td>
              <Td label="Total" numeric>
                <Money value={estimate.total} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}
