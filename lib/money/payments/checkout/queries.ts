import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { allocations, invoices } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { documentStatus, dueWords } from "@/lib/money/invoices/rules";
import { visibleAllocations } from "@/lib/money/payments/policy";
import { type PaymentOnInvoice, paymentsInProgressOn } from "@/lib/money/payments/queries";
import { type PayBlock, payBlock } from "@/lib/money/payments/rules";
import { MOST_INVOICES } from "./rules";

/** An invoice as the pay page shows it. */
export interface PayableInvoice {
  readonly number: string;
  readonly dueOn: string;
  readonly dueWords: string | null;
  readonly balance: Money;
}

/** An invoice that the client chose but cannot pay now, with the reason. */
export interface BlockedInvoice {
  readonly number: string;
  readonly block: PayBlock;
  /** The payment that was started for it or has not cleared yet, if there is one. */
  readonly progress: PaymentOnInvoice | null;
}

/** Payable invoices of one currency, which make one charge. */
export interface PayGroup {
  readonly currency: string;
  readonly invoices: readonly PayableInvoice[];
  readonly balance: Money;
}

export interface Selection {
  readonly groups: readonly PayGroup[];
  readonly blocked: readonly BlockedInvoice[];
}

const payColumns = {
  id: invoices.id,
  number: invoices.number,
  kind: invoices.kind,
  dueOn: invoices.dueOn,
  voidedOn: invoices.voidedOn,
  currency: invoices.currency,
  totalMinor: invoices.totalMinor,
  allocatedMinor: invoices.allocatedMinor,
  pendingMinor: invoices.pendingMinor,
  disputedMinor: invoices.disputedMinor,
  refundedMinor: invoices.refundedMinor,
  balanceMinor: invoices.balanceMinor,
};

type PayRow = Pick<typeof invoices.$inferSelect, keyof typeof payColumns>;

function payable(row: PayRow, today: string): PayableInvoice {
  return {
    number: row.number,
    dueOn: row.dueOn,
    dueWords: dueWords(documentStatus(row, today), row.dueOn, today),
    balance: money(row.balanceMinor, row.currency),
  };
}

/** Groups by currency, in the order of the rows. */
function byCurrency(rows: readonly PayRow[], today: string): PayGroup[] {
  const groups = new Map<string, PayRow[]>();
  for (const row of rows) groups.set(row.currency, [...(groups.get(row.currency) ?? []), row]);
  return [...groups].map(([currency, group]) => ({
    currency,
    invoices: group.map((row) => payable(row, today)),
    balance: money(
      group.reduce((sum, row) => sum + row.balanceMinor, 0),
      currency,
    ),
  }));
}

/**
 * The invoices with these numbers in the order given: those that can be paid, by currency, and those that cannot, with
 * the reason. Null if the viewer may not see any one of them. `today` is `YYYY-MM-DD` in the brand's zone.
 */
export async function readSelection(
  context: Context,
  { brand, numbers }: { brand: string; numbers: readonly string[] },
  today: string,
): Promise<Selection | null> {
  const { viewer, db } = context;
  const stored = await db
    .select(payColumns)
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.brand, brand), inArray(invoices.number, [...numbers])));
  const byNumber = new Map(stored.map((row) => [row.number, row]));
  const rows = numbers.flatMap((number) => byNumber.get(number) ?? []);
  if (rows.length !== numbers.length) return null;

  const progress = await paymentsInProgressOn(
    context,
    rows.map((row) => row.id),
  );
  const planned = new Set(progress.filter((entry) => entry.state === "started").map((entry) => entry.invoiceId));
  const judged = rows.map((row) => ({ row, block: payBlock({ ...row, planned: planned.has(row.id) }) }));
  return {
    groups: byCurrency(
      judged.flatMap(({ row, block }) => (block === null ? [row] : [])),
      today,
    ),
    blocked: judged.flatMap(({ row, block }) =>
      block === null
        ? []
        : [
            {
              number: row.number,
              block,
              progress:
                progress.find(
                  (entry) => entry.invoiceId === row.id && (entry.state === "started") === (block === "started"),
                ) ?? null,
            },
          ],
    ),
  };
}

/** Invoices that can be paid now, the earliest due date first, at most as many as one payment takes. */
export async function listPayable({ viewer, db }: Context, today: string, currency?: string): Promise<PayGroup[]> {
  const rows = await db
    .select(payColumns)
    .from(invoices)
    .where(
      and(
        visibleInvoices(viewer),
        // The constants are in the text and not in parameters, so that they match the predicate of the partial index
        // `invoices_open`.
        sql`(${invoices.balanceMinor} > 0 and ${invoices.kind} = 'invoice')`,
        eq(invoices.pendingMinor, 0),
        sql`not exists (select 1 from ${allocations} where ${visibleAllocations(viewer)} and ${allocations.invoiceId} = ${invoices.id} and ${allocations.state} = 'planned')`,
        currency === undefined ? undefined : eq(invoices.currency, currency),
      ),
    )
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(MOST_INVOICES);
  return byCurrency(rows, today);
}
