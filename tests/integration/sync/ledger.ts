import { and, eq, inArray } from "drizzle-orm";
import { allocations, invoices, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";

/** An invoice by its external id, on Cimsoft. */
export async function invoiceOf(externalId: string) {
  const rows = await asSystem("test", (db) =>
    db
      .select()
      .from(invoices)
      .where(and(eq(invoices.brand, "cimsoft"), eq(invoices.externalId, externalId))),
  );
  const [row] = rows;
  if (!row) throw new Error(`no invoice ${externalId}`);
  return row;
}

/** Payments of Cimsoft companies, oldest key first, with what they lay on invoices. */
export async function paymentsOf(companyId: string) {
  return asSystem("test", async (db) => {
    const found = await db.select().from(payments).where(eq(payments.companyId, companyId)).orderBy(payments.id);
    const ids = found.map(({ id }) => id);
    const parts = ids.length ? await db.select().from(allocations).where(inArray(allocations.paymentId, ids)) : [];
    return found.map((payment) => ({ ...payment, parts: parts.filter(({ paymentId }) => paymentId === payment.id) }));
  });
}
