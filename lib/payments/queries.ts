import { and, desc, inArray } from "drizzle-orm";
import { payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/money";
import { visiblePayments } from "./policy";
import { RECEIVED_STATES } from "./rules";

export interface ReceivedPayment {
  readonly id: string;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly reference: string | null;
  readonly amount: Money;
  /** The part that lies against no invoice. */
  readonly unallocated: Money;
}

/** The newest payments that came in or are on their way. */
export async function latestPayments({ viewer, db }: Context, limit: number): Promise<ReceivedPayment[]> {
  const rows = await db
    .select()
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, [...RECEIVED_STATES])))
    .orderBy(desc(payments.receivedOn), desc(payments.id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    receivedOn: row.receivedOn,
    method: row.method,
    state: row.state,
    reference: row.reference ?? row.externalId,
    amount: money(row.amountMinor, row.currency),
    unallocated: money(row.unallocatedMinor, row.currency),
  }));
}
