import type { ReactNode } from "react";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatMoney } from "@/lib/kit/money";
import type { Statement } from "@/lib/money/statements/rules";
import { chargeOf, type Movement, paymentOf } from "@/lib/money/statements/rules";
import { routes } from "@/lib/routes";

/** Opening balance, what moved it, closing balance. */
export function StatementMovements({ statement, code }: { statement: Statement; code: boolean }) {
  const { movements, count, opening, closing, from, to } = statement;
  const more = count - movements.length;
  return (
    <Panel title="Movements" flush>
      <Table caption="Movements">
        <Thead>
          <Th>Date</Th>
          <Th>What</Th>
          <Th numeric>Charge</Th>
          <Th numeric>Payment</Th>
          <Th numeric>Balance</Th>
        </Thead>
        <Tbody>
          <BalanceRow on={from} words="Opening balance" amount={formatMoney(opening, { code })} />
          {movements.map((movement) => (
            <MovementRow key={movement.key} movement={movement} code={code} />
          ))}
          {count === 0 && <NoteRow>Nothing moved in this period.</NoteRow>}
          {more > 0 && (
            <NoteRow>
              {more.toLocaleString("en-US")} more {more === 1 ? "movement" : "movements"}. The CSV has all{" "}
              {count.toLocaleString("en-US")}.
            </NoteRow>
          )}
          <BalanceRow on={to} words="Closing balance" amount={formatMoney(closing, { code })} />
        </Tbody>
      </Table>
    </Panel>
  );
}

function MovementRow({ movement, code }: { movement: Movement; code: boolean }) {
  const charge = chargeOf(movement);
  const payment = paymentOf(movement);
  return (
    <Tr>
      <Td lead>
        <Day value={movement.on} className="font-normal" />
      </Td>
      <Td label="What">
        <span className="inline-flex min-w-0 flex-wrap gap-x-2 max-md:justify-end">
          {movement.words} <Reference movement={movement} />
        </span>
      </Td>
      <Td label="Charge" numeric>
        {charge && <Money value={charge} code={code} />}
      </Td>
      <Td label="Payment" numeric>
        {payment && <Money value={payment} code={code} />}
      </Td>
      <Td label="Balance" numeric>
        <Money value={movement.balance} code={code} />
      </Td>
    </Tr>
  );
}

function Reference({ movement }: { movement: Movement }) {
  const { reference, documentNumber, paymentReference } = movement;
  if (documentNumber === null && paymentReference === null) return <span className="tabular">{reference}</span>;
  const href = documentNumber === null ? routes.payment(paymentReference ?? "") : routes.invoice(documentNumber);
  return (
    <TextLink href={href} className="tabular">
      {reference}
    </TextLink>
  );
}

function BalanceRow({ on, words, amount }: { on: string; words: string; amount: string }) {
  return (
    <Tr className="bg-sunken font-semibold">
      <Td lead>
        <Day value={on} />
      </Td>
      <Td label="What">{words}</Td>
      <Td />
      <Td />
      <Td label="Balance" numeric>
        {amount}
      </Td>
    </Tr>
  );
}

function NoteRow({ children }: { children: ReactNode }) {
  return (
    <Tr>
      <Td colSpan={5} muted>
        {children}
      </Td>
    </Tr>
  );
}
