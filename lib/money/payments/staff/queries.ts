import { and, eq, gte, lte, type SQL } from "drizzle-orm";
import { companies, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type ListPage, readKeysetPage, readMerged } from "@/lib/kit/lists/page";
import { type Money, money } from "@/lib/kit/money";
import { visiblePayments } from "@/lib/money/payments/policy";
import { creditOf } from "@/lib/money/payments/rules";
import { paymentsFound } from "@/lib/money/payments/staff/search/queries";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type PaymentCursor, type PaymentSource, STAFF_PAGE_SIZE, type StaffPaymentFilters } from "./schema";

export interface StaffPaymentRow {
  readonly id: string;
  /** `CP-…`, or the ERP's key for money that came in another way. */
  readonly reference: string;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly source: PaymentSource;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly receivedOn: string;
  readonly amount: Money;
  /** The part that the client can still allocate to an invoice. */
  readonly credit: Money;
}

export type StaffPaymentList = ListPage<StaffPaymentRow, PaymentCursor>;

function filtered(filters: StaffPaymentFilters, found: SQL | undefined) {
  return and(
    filters.state ? eq(payments.state, filters.state) : undefined,
    filters.brand ? eq(payments.brand, filters.brand) : undefined,
    filters.source ? eq(payments.source, filters.source) : undefined,
    filters.from ? gte(payments.receivedOn, filters.from) : undefined,
    filters.to ? lte(payments.receivedOn, filters.to) : undefined,
    found,
  );
}

/**
 * Payments of all the viewer's brands, newest first, with the count of the whole filtered set. All come from one
 * snapshot, because a context is one transaction. A cursor beyond the list shows the first page.
 */
export async function listStaffPayments(
  context: Context<StaffViewer>,
  filters: StaffPaymentFilters,
): Promise<StaffPaymentList> {
  const { viewer, db } = context;
  const found = await paymentsFound(context, filters.q);
  const { page } = await readKeysetPage({
    size: STAFF_PAGE_SIZE,
    order: { keys: { receivedOn: [payments.receivedOn, "date"], id: [payments.id, "uuid"] }, descending: true },
    cursor: filters.cursor,
    rows: (slice) =>
      readMerged(
        filters.brand ? viewer.brands.filter((brand) => brand === filters.brand) : viewer.brands,
        slice,
        (brand) =>
          selectRows(context, and(filtered(filters, found), eq(payments.brand, brand), slice.where))
            .orderBy(...slice.orderBy)
            .limit(slice.limit),
        ({ receivedOn, id }) => [receivedOn, id],
      ),
    place: ({ receivedOn, id }, side): PaymentCursor => ({ side, receivedOn, id }),
    totals: (counts) =>
      db
        .select(counts)
        .from(payments)
        .where(and(visiblePayments(viewer), filtered(filters, found))),
  });
  return { ...page, rows: page.rows.map(paymentRow) };
}

const selectRows = ({ viewer, db }: Context<StaffViewer>, where: SQL | undefined) =>
  db
    .select({
      id: payments.id,
      reference: payments.reference,
      externalId: payments.externalId,
      brand: payments.brand,
      companyId: companies.id,
      companyName: companies.name,
      source: payments.source,
      method: payments.method,
      state: payments.state,
      receivedOn: payments.receivedOn,
      currency: payments.currency,
      amountMinor: payments.amountMinor,
      unallocatedMinor: payments.unallocatedMinor,
    })
    .from(payments)
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, payments.companyId)))
    .where(and(visiblePayments(viewer), where));

type Stored = Awaited<ReturnType<typeof selectRows>>[number];

function paymentRow(stored: Stored): StaffPaymentRow {
  const { currency, amountMinor, unallocatedMinor, externalId, companyId, companyName, ...row } = stored;
  return {
    ...row,
    company: { id: companyId, name: companyName },
    reference: row.reference ?? externalId ?? "",
    amount: money(amountMinor, currency),
    credit: money(creditOf({ state: row.state, unallocatedMinor }), currency),
  };
}
