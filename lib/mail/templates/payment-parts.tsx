import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney, money } from "@/lib/kit/money";
import { routes } from "@/lib/routes";
import { Action } from "./parts";

export interface PaymentLine {
  readonly number: string;
  readonly amountMinor: number;
}

/** The props of every mail about a payment. Amounts are in minor units of `currency`. */
export interface PaymentMailProps {
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly companyName: string;
  readonly lines: readonly PaymentLine[];
}

export const inMoney = (minor: number, currency: string) => formatMoney(money(minor, currency), { code: true });

/** One line for each invoice: its number and the part of the money that is for it. */
export function invoiceLines(lines: readonly PaymentLine[], currency: string): string {
  return lines.map(({ number, amountMinor }) => `${number}: ${inMoney(amountMinor, currency)}`).join("\n");
}

/** The fact in a list; an empty list if it has no value. */
export function fact(name: string, value: string | null | undefined): (readonly [string, string])[] {
  return value ? [[name, value]] : [];
}

/** A button that leads to the payment's page in the portal. */
export function PaymentAction({ brand, reference }: { readonly brand: Brand; readonly reference: string }) {
  return <Action brand={brand} href={`${brand.origin}${routes.payment(reference)}`} label="See payment" />;
}
