import { and, eq } from "drizzle-orm";
import { agreements, portalDecisions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { decidedAgreements, decidesAgreements } from "@/lib/people/agreements/policy";
import { visiblePortalDecisions } from "@/lib/people/portal-decisions/policy";
import type { SetTermInput } from "./schema";

/**
 * Decides on which day a support agreement ends (in the brand's zone, that day included), and so until when its company's
 * contacts are authorized support clients: earlier, to stop support, or later, while a renewal is being signed. The
 * database records the decision, also where the day stays: from then on imports leave it alone until it is handed back.
 * The same form sent twice decides once. Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for an
 * agreement of another brand or of another kind, INVALID for a day before the first, CONFLICT where it is no longer the
 * day that the form was made from.
 */
export async function setTerm(context: Context<StaffViewer>, input: SetTermInput): Promise<void> {
  const { viewer, db } = context;
  if (!decidesAgreements(viewer)) throw new AppError("FORBIDDEN", "Only administrators decide when support ends.");
  const which = and(decidedAgreements(viewer), eq(agreements.id, input.agreement), eq(agreements.kind, "support"));
  const [row] = await db
    .select({ brand: agreements.brand, startsOn: agreements.startsOn, endsOn: agreements.endsOn })
    .from(agreements)
    .where(which)
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is no such support agreement.");
  if (input.endsOn < row.startsOn) {
    throw new AppError("INVALID", "Enter a day after the agreement begins.", { field: "endsOn" });
  }
  if (row.endsOn === input.endsOn && (await isDecided(context, input.agreement))) return;
  if (row.endsOn !== input.seen && row.endsOn !== input.endsOn) {
    throw new AppError("CONFLICT", "The last day has changed meanwhile. Reload the page to see it.");
  }
  await db.update(agreements).set({ endsOn: input.endsOn }).where(which);
  await audit(context, {
    brand: row.brand,
    action: "agreement.term-decided",
    entity: "agreement",
    entityId: input.agreement,
    details: { from: row.endsOn, to: input.endsOn },
  });
}

/** Does the last day stand as an administrator decided it? */
async function isDecided({ viewer, db }: Context<StaffViewer>, agreement: string): Promise<boolean> {
  const found = await db
    .select({ id: portalDecisions.id })
    .from(portalDecisions)
    .where(
      and(visiblePortalDecisions(viewer), eq(portalDecisions.kind, "term"), eq(portalDecisions.agreementId, agreement)),
    );
  return found.length > 0;
}
