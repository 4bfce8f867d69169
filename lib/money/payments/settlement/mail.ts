import { eq } from "drizzle-orm";
import { ZodError } from "zod";
import type { Transaction } from "@/db/client";
import { companies, contacts, type payments } from "@/db/schema";
import { log } from "@/lib/log";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import type { LedgerChange } from "./ledger-change";
import type { PaymentNews } from "./news";

type PaymentRow = typeof payments.$inferSelect;

/**
 * Mails the payer what happened to the payment, each event once. An address that cannot take mail never stops the
 * ledger.
 */
export async function mailPayer(db: Transaction, payment: PaymentRow, change: LedgerChange): Promise<void> {
  if (change.news.length === 0 || payment.contactId === null || payment.reference === null) return;
  const [payer] = await db
    .select({ email: contacts.email, name: contacts.name })
    .from(contacts)
    .where(eq(contacts.id, payment.contactId));
  const [company] = await db
    .select({ name: companies.name })
    .from(companies)
    .where(eq(companies.id, payment.companyId));
  if (!payer || !company) return;
  const told = { ...payment, ...change.payment, reference: payment.reference };
  for (const news of change.news) {
    const { kind, key, props } = mailOf(news, told, company.name);
    try {
      await enqueueMail(db, {
        brand: payment.brand,
        kind,
        to: payer.email,
        toName: payer.name,
        person: { kind: "contact", id: payment.contactId },
        props,
        dedupeKey: `payment:${payment.id}:${key}`,
      });
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      log.error({ paymentId: payment.id, kind }, "the payer's address takes no mail");
    }
  }
}

type PaymentMailKind = Extract<MailKind, `payment-${string}`>;
type Told = Pick<PaymentRow, "currency" | "poNumber" | "note"> & { reference: string } & LedgerChange["payment"];

function mailOf(
  news: PaymentNews,
  payment: Told,
  companyName: string,
): { kind: PaymentMailKind; key: string; props: MailProps<PaymentMailKind> } {
  const { reference, currency, amountMinor, method, poNumber, note, expectedOn, failureCode } = payment;
  const common = { reference, currency, amountMinor, companyName, lines: [...news.lines] };
  switch (news.kind) {
    case "receipt": {
      const allocated = news.lines.reduce((total, line) => total + line.amountMinor, 0);
      const props = { ...common, method, on: payment.receivedOn, creditMinor: amountMinor - allocated, poNumber, note };
      return { kind: "payment-receipt", key: "receipt", props };
    }
    case "processing":
      return { kind: "payment-processing", key: "processing", props: { ...common, method, expectedOn } };
    case "failed":
      return { kind: "payment-failed", key: "failed", props: { ...common, failureCode } };
    case "refunded": {
      const { stripeId, amountMinor: refundMinor, refundedOn } = news.refund;
      const props = { ...common, refundMinor, on: refundedOn };
      return { kind: "payment-refunded", key: `refund:${stripeId}`, props };
    }
  }
}
