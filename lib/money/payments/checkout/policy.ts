import type { ClientViewer } from "@/db/viewer";
import { takesPayments } from "@/lib/money/payments/stripe/clients";
import { readsMoney } from "@/lib/people/companies/policy";

/** Whether this contact may spend the company's money: it takes the rights billing and pay, and a company. */
export function mayPay(viewer: ClientViewer): boolean {
  return readsMoney(viewer) && viewer.rights.pay;
}

/** Whether **Pay** is offered: to a contact who may pay, on a brand that has an account at Stripe. */
export function isPayOffered(viewer: ClientViewer): boolean {
  return mayPay(viewer) && takesPayments(viewer.brand);
}
