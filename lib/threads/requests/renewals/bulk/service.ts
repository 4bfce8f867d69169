import { AppError } from "@/lib/errors";
import { worksRequests } from "@/lib/gate/rights";
import { type Deed, doOnce } from "@/lib/people/bulk-deeds/service";
import type { StaffContext } from "@/lib/threads/staff/service";
import { assignThread } from "@/lib/threads/staff/work/service";
import { findRenewalTalk, seesAgreement } from "./queries";
import type { AssignRenewals } from "./schema";

/**
 * Assigns the open request about the renewal of each chosen agreement, as one request is assigned. Throws FORBIDDEN for
 * who does not work requests, FormUsed as doOnce.
 */
export async function assignRenewals(context: StaffContext, { id, numbers, owner }: AssignRenewals): Promise<Deed> {
  if (!worksRequests(context.viewer)) throw new AppError("FORBIDDEN", "Your role does not work renewals.");
  const asked = { id, kind: "renewal", deed: "assign", rows: numbers, content: owner ?? "" } as const;
  return doOnce(context, { ...asked, rest: { toId: owner ?? null } }, async (number) => {
    if (!(await seesAgreement(context, number))) return { number, outcome: "missing" };
    const talk = await findRenewalTalk(context, number);
    if (!talk) return { number, outcome: "refused", why: "There is no request about its renewal" };
    if (talk.status === "closed") return { number, outcome: "refused", why: `${talk.number} is closed` };
    if (talk.ownerId === (owner ?? null)) return { number, outcome: "already" };
    await assignThread(context, "request", { number: talk.number, to: owner, field: "owner" });
    return { number, outcome: "done" };
  });
}
