import { and, eq } from "drizzle-orm";
import { estimates } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { audit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { estimateStatus, leadsToQuotation, quotationTarget } from "@/lib/money/estimates/rules";

interface Opening {
  readonly brand: Brand;
  readonly number: string;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** Plain http to this machine is an address too: the demo's sandbox is there. */
  readonly loopback: boolean;
  /** False for whoever only asks whether there is something: then nothing is written. */
  readonly record: boolean;
}

/**
 * The way from an estimate to the Quotation Portal: its address, `closed` where the estimate has none to lead to any
 * more, null for what the viewer may not see and for a brand without a portal. An address that is given out is recorded
 * in the same transaction, which then has to be one that writes.
 */
export async function openQuotation(
  context: Context<ClientViewer>,
  { brand, number, today, loopback, record }: Opening,
): Promise<{ readonly address: string } | "closed" | null> {
  const { viewer, db } = context;
  const [estimate] = await db
    .select({
      id: estimates.id,
      number: estimates.number,
      state: estimates.state,
      expiresOn: estimates.expiresOn,
      quoteUrl: estimates.quoteUrl,
    })
    .from(estimates)
    .where(and(visibleEstimates(viewer), eq(estimates.brand, brand.key), eq(estimates.number, number)));
  if (!estimate) return null;
  if (!leadsToQuotation(estimateStatus(estimate, today))) return "closed";
  const address = quotationTarget(estimate, brand, { loopback });
  if (address === null) return null;
  if (record) {
    await audit(context, {
      brand: brand.key,
      action: "estimate.quotation-opened",
      entity: "estimate",
      entityId: estimate.id,
    });
  }
  return { address };
}
