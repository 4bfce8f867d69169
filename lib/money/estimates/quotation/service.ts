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
  /** Allows plain http to this machine too, where the demo's sandbox runs. */
  readonly loopback: boolean;
  /** False for a caller that only asks whether there is an address. Then nothing is written. */
  readonly record: boolean;
}

/**
 * The address of an estimate in the Quotation Portal; `closed` if the estimate no longer leads there; null if the
 * viewer may not see the estimate or the brand has no Quotation Portal. With `record` the address is recorded in the
 * same transaction, which must then be one that writes.
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
