import { randomBytes } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { constraintOf } from "@/db/faults";
import { allocations, invoices, paymentCheckouts, payments } from "@/db/schema";
import type { PaymentState } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import type { WriteContext } from "@/lib/gate/actions/define";
import { audit } from "@/lib/gate/audit/record";
import { requestHost } from "@/lib/gate/brand/current";
import { hostName } from "@/lib/gate/brand/known";
import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney } from "@/lib/kit/money";
import { businessInstant, businessToday, formatInstant, systemNow } from "@/lib/kit/time";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAllocations, visiblePayments } from "@/lib/money/payments/policy";
import { type PaymentOnInvoice, paymentsInProgressOn } from "@/lib/money/payments/queries";
import { PAY_BLOCK_WORDS, payBlock } from "@/lib/money/payments/rules";
import { sessionEnd } from "@/lib/money/payments/stripe/attempts";
import { isPayOffered } from "./policy";
import { isSamePlan, judgeAmount, leastPart, type PlanLine, readAmount, totalFault } from "./rules";
import type { StartPaymentInput } from "./schema";

/** The payment to which its form leads on: to the checkout while the payment is started, else to the payment's page. */
export interface StartedPayment {
  readonly paymentId: string;
  readonly reference: string;
  readonly state: PaymentState;
}

interface InvoiceLine extends PlanLine {
  readonly number: string;
  readonly currency: string;
}

/**
 * Starts a payment: writes its row, its plan and the first attempt at Stripe. All is computed again from the ledger
 * under a lock of the invoices. If the same form is sent again, or the same person asks for the same payment in another
 * tab, the existing payment is returned. Throws AppError NOT_FOUND without the rights, on a brand without payments and
 * for invoices of others; FormUsed if the form has started a different payment before.
 */
export async function startPayment(
  context: WriteContext<ClientViewer>,
  input: StartPaymentInput,
): Promise<StartedPayment> {
  const { viewer, brand, signedIn } = context;
  const { companyId } = viewer;
  if (!companyId || !isPayOffered(viewer)) throw new AppError("NOT_FOUND", "There is nothing to pay here.");

  const locked = await lockInvoices(context, input.invoice);
  const progress = await paymentsInProgressOn(
    context,
    locked.map((row) => row.id),
  );
  const earlier = await findEarlier(context, input, locked, progress);
  if (earlier) return earlier;

  const zone = signedIn.account.timeZone ?? brand.zone;
  for (const row of locked) {
    const plan = progress.find((entry) => entry.invoiceId === row.id && entry.state === "started");
    const block = payBlock({ ...row, planned: plan !== undefined });
    if (plan && block === "started") {
      const sentence = startedSentence(row.number, plan, zone);
      throw plan.id === input.paymentId ? formUsed(sentence) : new AppError("CONFLICT", sentence);
    }
    if (block) throw new AppError("CONFLICT", `${row.number}: ${PAY_BLOCK_WORDS[block]}`);
  }
  const lines = judgeLines(brand, locked, input);
  const [first] = lines;
  if (!first) throw new AppError("INVALID", "Choose an invoice.");
  const amountMinor = sumOf(lines);
  const { currency } = first;
  const unfit = totalFault(amountMinor, currency);
  if (unfit) throw new AppError("INVALID", unfit);
  const reference = newReference();
  await writePayment(context, input, { companyId, reference, currency, amountMinor, lines });
  return { paymentId: input.paymentId, reference, state: "started" };
}

interface NewPayment {
  readonly companyId: string;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly lines: readonly InvoiceLine[];
}

/** Writes the rows of a new payment. Throws FormUsed if another payment has the id. */
async function writePayment(
  context: WriteContext<ClientViewer>,
  input: StartPaymentInput,
  { companyId, reference, currency, amountMinor, lines }: NewPayment,
): Promise<void> {
  const { viewer, db, brand, signedIn, headers } = context;
  const owner = { brand: brand.key, companyId };
  try {
    await db.insert(payments).values({
      ...owner,
      id: input.paymentId,
      source: "portal",
      reference,
      // The payer chooses the method at the checkout, so this is only a first value.
      method: "card",
      state: "started",
      currency,
      amountMinor,
      receivedOn: businessToday(brand.zone),
      contactId: viewer.contactId,
      contactName: signedIn.account.name,
      poNumber: input.poNumber ?? null,
      note: input.note ?? null,
    });
    await db.insert(allocations).values(
      lines.map((line) => ({
        ...owner,
        paymentId: input.paymentId,
        invoiceId: line.invoiceId,
        amountMinor: line.amountMinor,
        state: "planned" as const,
      })),
    );
  } catch (error) {
    // The id belongs to a payment that the viewer may not see.
    throw constraintOf(error) === "payments_pkey" ? formUsed() : error;
  }
  await db.insert(paymentCheckouts).values({
    ...owner,
    contactId: viewer.contactId,
    paymentId: input.paymentId,
    number: 1,
    returnOrigin: returnOrigin(brand, requestHost(headers)),
    expiresAt: sessionEnd(systemNow()),
  });
  await audit(context, {
    brand: brand.key,
    action: "payment.started",
    entity: "payment",
    entityId: input.paymentId,
    details: { reference, amountMinor, currency, invoices: lines.map((line) => line.number) },
  });
}

/** The invoices in the order of the form. They are locked in the order of their ids, as every writer does. */
async function lockInvoices({ viewer, db, brand }: WriteContext<ClientViewer>, numbers: readonly string[]) {
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) throw new AppError("INVALID", `${twice} is there twice. Reload the page.`);
  const rows = await db
    .select()
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.brand, brand.key), inArray(invoices.number, [...numbers])))
    .orderBy(asc(invoices.id))
    .for("update");
  return numbers.map((number) => {
    const row = rows.find((candidate) => candidate.number === number);
    if (!row) throw new AppError("NOT_FOUND", "There is no such invoice.");
    return row;
  });
}

type LockedInvoice = Awaited<ReturnType<typeof lockInvoices>>[number];

/**
 * The payment that was already started with exactly this plan, by this form or by the same person in another tab; null
 * when there is none. Throws FormUsed if this form has started a payment with another plan.
 */
async function findEarlier(
  context: WriteContext<ClientViewer>,
  input: StartPaymentInput,
  locked: readonly LockedInvoice[],
  progress: readonly PaymentOnInvoice[],
): Promise<StartedPayment | null> {
  const { viewer, db } = context;
  const own = progress.find((entry) => entry.isOwn && entry.state === "started");
  const ids = [...new Set([input.paymentId, ...(own ? [own.id] : [])])];
  const rows = await db
    .select()
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.id, ids)));
  const wanted = locked.map((row, index) => ({
    invoiceId: row.id,
    amountMinor: readAmount(input.amount[index] ?? "", row.currency) ?? -1,
  }));
  for (const row of rows) {
    const isForm = row.id === input.paymentId;
    const isMine = row.contactId === viewer.contactId && row.source === "portal" && row.reference !== null;
    const same = isMine && (await isMeantFor(context, row, wanted));
    if (same && row.poNumber === (input.poNumber ?? null) && row.note === (input.note ?? null)) {
      return { paymentId: row.id, reference: row.reference ?? "", state: row.state };
    }
    if (same && row.state === "started") {
      const words = `Payment ${row.reference} was started with another PO number or note.`;
      const sentence = `${words} Continue it as it is on its page, or cancel it there and pay anew.`;
      throw isForm ? formUsed(sentence) : new AppError("CONFLICT", sentence);
    }
    // If the form's own payment still blocks the invoices, startPayment reports that payment instead.
    if (isForm && own?.id !== row.id) throw formUsed();
  }
  return null;
}

/** The error carries a new id for the next payment. */
const formUsed = (sentence?: string) => new FormUsed(sentence, { paymentId: uuidv7() });

/**
 * Whether the payment was started with exactly this plan. For a payment that has gone through only the sum is compared,
 * because its money may be allocated differently by now.
 */
async function isMeantFor(
  { viewer, db }: Context,
  payment: typeof payments.$inferSelect,
  wanted: readonly PlanLine[],
): Promise<boolean> {
  if (!["started", "cancelled", "failed"].includes(payment.state)) return payment.amountMinor === sumOf(wanted);
  const plan = await db
    .select({ invoiceId: allocations.invoiceId, amountMinor: allocations.amountMinor })
    .from(allocations)
    .where(
      and(
        visibleAllocations(viewer),
        eq(allocations.paymentId, payment.id),
        inArray(allocations.state, ["planned", "released"]),
      ),
    );
  return isSamePlan(plan, wanted);
}

/**
 * Judges the typed amounts against the balances of the locked invoices. Throws AppError INVALID for the first fault.
 */
function judgeLines(brand: Brand, locked: readonly LockedInvoice[], input: StartPaymentInput): InvoiceLine[] {
  const currencies = [...new Set(locked.map((row) => row.currency))];
  if (currencies.length > 1) {
    throw new AppError("INVALID", `Invoices in ${currencies.join(" and ")} are paid one currency at a time.`);
  }
  return locked.map((row, index) => {
    const judged = judgeAmount(input.amount[index] ?? "", {
      balanceMinor: row.balanceMinor,
      currency: row.currency,
      leastPartMinor: leastPart(brand, row.currency),
    });
    if ("fault" in judged) throw new AppError("INVALID", judged.fault, { field: `amount.${index}` });
    return { invoiceId: row.id, number: row.number, currency: row.currency, amountMinor: judged.minor };
  });
}

const sumOf = (lines: readonly PlanLine[]) => lines.reduce((sum, line) => sum + line.amountMinor, 0);

/** `INV-1: Robin Meyer started payment CP-… of $100.00 on …`, and what can be done about it. */
function startedSentence(number: string, plan: PaymentOnInvoice, zone: string): string {
  const when = formatInstant(businessInstant(plan.startedAt), zone);
  const what = `payment ${plan.reference} of ${formatMoney(plan.amount)} on ${when}`;
  return plan.isOwn
    ? `${number}: you started ${what}. Continue or cancel it on the invoice's page first.`
    : `${number}: ${plan.contactName ?? "a colleague"} started ${what}. Wait for it, or cancel it on the invoice's page.`;
}

/**
 * `CP-` and ten characters of Crockford's base 32: fifty random bits in letters that are not confused when read aloud.
 */
function newReference(): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return `CP-${Array.from(randomBytes(10), (byte) => alphabet[byte & 31]).join("")}`;
}

/** The configured origin of the brand with the host of the request, so that people return to where they came from. */
function returnOrigin(brand: Brand, host: string | null): string {
  const name = host ? hostName(host) : "";
  return [brand.origin, ...brand.otherOrigins].find((origin) => new URL(origin).hostname === name) ?? brand.origin;
}
