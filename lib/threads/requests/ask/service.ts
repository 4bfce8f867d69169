import { and, eq } from "drizzle-orm";
import { agreements, estimates, invoices } from "@/db/schema";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import type { ClientContext } from "@/lib/threads/life/service";
import type { AskInput } from "@/lib/threads/requests/schema";
import { openRequest } from "@/lib/threads/requests/service";
import { documentWords, subjectOf } from "./rules";

/**
 * Opens the request that the form asks for, and makes its subject from what it is about. Fields that do not go with the
 * kind are ignored. Throws as openRequest; a document that the viewer may not see counts as absent.
 */
export async function askRequest(context: ClientContext, input: AskInput): Promise<{ number: string }> {
  const { kind, id, body, files } = input;
  const isMoney = kind === "invoice" || kind === "estimate";
  const agreementId = kind === "message" || isMoney ? undefined : input.agreement;
  const neededBy = kind === "message" || kind === "invoice" ? undefined : input.neededBy;
  const agreement = agreementId ? await readAgreement(context, agreementId) : undefined;
  const invoice = kind === "invoice" && input.invoice ? await readInvoice(context, input.invoice) : undefined;
  const estimate = kind === "estimate" && input.estimate ? await readEstimate(context, input.estimate) : undefined;
  return openRequest(context, {
    ...{ id, kind, body, files },
    subject: subjectOf(kind, {
      agreement,
      upgrade: input.upgrade ? context.brand.home.upgradeLabel : undefined,
      invoice: invoice && documentWords(invoice),
      estimate: estimate?.number,
      body,
    }),
    ...(input.member ? { memberId: input.member } : {}),
    ...(agreementId ? { agreementId } : {}),
    ...(invoice ? { invoiceId: invoice.id } : {}),
    ...(estimate ? { estimateId: estimate.id } : {}),
    ...(neededBy ? { neededBy } : {}),
  });
}

async function readAgreement({ viewer, db }: ClientContext, id: string) {
  const [row] = await db
    .select({ product: agreements.product, endsOn: agreements.endsOn })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.id, id)));
  return row;
}

async function readInvoice({ viewer, db, brand }: ClientContext, number: string) {
  const [row] = await db
    .select({ id: invoices.id, number: invoices.number, kind: invoices.kind })
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.brand, brand.key), eq(invoices.number, number)));
  return row;
}

async function readEstimate({ viewer, db, brand }: ClientContext, number: string) {
  const [row] = await db
    .select({ id: estimates.id, number: estimates.number })
    .from(estimates)
    .where(and(visibleEstimates(viewer), eq(estimates.brand, brand.key), eq(estimates.number, number)));
  return row;
}
