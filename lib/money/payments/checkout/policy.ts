import type { ClientViewer } from "@/db/viewer";
import { takesPayments } from "@/lib/money/payments/stripe/clients";
import { readsMoney } from "@/lib/people/companies/policy";

/** Has this contact the rights to spend the company's money: billing and pay, of a company? */
export function mayPay(viewer: ClientViewer): boolean {
  return readsMoney(viewer) && viewer.rights.pay;
}

/** Is **Pay** offered: to a contact who may, on a brand that has an account at Stripe? */
export function isPayOffered(viewer: ClientViewer): boolean {
  return mayPay(viewer) && takesPayments(viewer.brand);
}
