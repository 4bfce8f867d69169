import { z } from "zod";
import { routes } from "@/lib/routes";
import { MOST_INVOICES } from "./rules";

/** The id of the payment, made together with the form, so that the same form sent twice is one payment. */
const paymentId = z.uuidv7("This form has changed. Reload the page.").toLowerCase();

/** A number as printed. A text that cannot be a number matches no invoice. */
const invoiceNumber = z.string().min(1).max(100);

const line = (most: number, sentence: string) =>
  z
    .string()
    .transform((text) => text.replaceAll(/\p{Cc}+/gu, " ").trim())
    .pipe(z.string().max(most, sentence))
    .optional()
    .transform((text) => text || undefined);

const paragraph = z
  .string()
  .transform((text) =>
    text
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll(/(?!\n)\p{Cc}/gu, " ")
      .trim(),
  )
  .pipe(z.string().max(500, "Shorten the note to 500 characters."))
  .optional()
  .transform((text) => text || undefined);

export const startPaymentSchema = z
  .object({
    paymentId,
    /** Invoice numbers as printed. `amount` has the amount as typed for each of them, in the same order. */
    invoice: z.array(invoiceNumber).min(1, "Choose an invoice.").max(MOST_INVOICES, tooMany()),
    amount: z.array(z.string().max(40, "Enter an amount.")),
    poNumber: line(60, "Shorten the PO number to 60 characters."),
    note: paragraph,
  })
  .refine((input) => input.amount.length === input.invoice.length, {
    error: "This form has changed. Reload the page.",
  });
export type StartPaymentInput = z.output<typeof startPaymentSchema>;

export const paymentSchema = z.object({ paymentId: z.guid().toLowerCase() });
export type PaymentInput = z.output<typeof paymentSchema>;

export const applyCreditSchema = z.object({
  /** The id of the allocation, made together with the form, so that the same form sent twice is one allocation. */
  id: z.uuidv7("This form has changed. Reload the page.").toLowerCase(),
  paymentId: z.guid().toLowerCase(),
  invoice: z.string().min(1, "Choose an invoice.").max(100),
  amount: z.string().max(40, "Enter an amount."),
});
export type ApplyCreditInput = z.output<typeof applyCreditSchema>;

/** The selection in the address of the pay page. */
export interface PayQuery {
  /** Numbers in the order given, each once. */
  readonly numbers: readonly string[];
  /** Amounts as typed, by number, if the address has any. */
  readonly amounts: ReadonlyMap<string, string>;
  readonly poNumber: string;
  readonly note: string;
  /** True if the address has more numbers than one charge takes; the rest is left out. */
  readonly tooMany: boolean;
}

type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the pay page's address: `invoice` comes from lists and links, `invoice[]` and `amount[]` from the page's own
 * form, sent by GET.
 */
export function parsePayQuery(raw: RawParameters): PayQuery {
  const all = (name: string): readonly string[] => {
    const value = raw[name];
    return value === undefined ? [] : typeof value === "string" ? [value] : value;
  };
  const fromForm = all("invoice[]");
  const typed = all("amount[]");
  const amounts = new Map(
    fromForm.length === typed.length
      ? fromForm.map((number, index) => [number, (typed[index] ?? "").slice(0, 40)])
      : [],
  );
  const numbers = [...new Set([...fromForm, ...all("invoice")])];
  return {
    numbers: numbers.slice(0, MOST_INVOICES),
    amounts,
    poNumber: (all("poNumber")[0] ?? "").slice(0, 60),
    note: (all("note")[0] ?? "").slice(0, 500),
    tooMany: numbers.length > MOST_INVOICES,
  };
}

/** The reference of a portal payment from the last part of an address; null if it cannot be one. */
export function parsePaymentReference(segment: string): string | null {
  return /^CP-[0-9A-HJKMNP-TV-Z]{10}$/.test(segment) ? segment : null;
}

/**
 * The address of the pay page with amounts (plain decimals) and texts filled in, for a new attempt after a payment
 * failed.
 */
export function payAgainHref({
  lines,
  poNumber,
  note,
}: {
  lines: readonly { readonly number: string; readonly amount: string }[];
  poNumber: string | null;
  note: string | null;
}): string {
  const search = new URLSearchParams();
  for (const { number, amount } of lines) {
    search.append("invoice[]", number);
    search.append("amount[]", amount);
  }
  if (poNumber) search.set("poNumber", poNumber);
  if (note) search.set("note", note);
  return `${routes.pay()}?${search.toString()}`;
}

function tooMany(): string {
  return `One payment takes at most ${MOST_INVOICES} invoices.`;
}
