import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { managesAccounts } from "@/lib/people/accounts/policy";
import { findStaffAccount } from "@/lib/people/accounts/queries";
import { handOver as handOverChat } from "@/lib/threads/chats/staff/service";
import { findWorker } from "@/lib/threads/staff/people/queries";
import type { StaffContext } from "@/lib/threads/staff/service";
import { assignThread } from "@/lib/threads/staff/work/service";
import { listOwned, type OwnedThread } from "./queries";
import type { HandOverInput } from "./schema";

/** One form hands over this many: each is an event in its thread and a mail to the colleague. */
const MOST_AT_ONCE = 200;

/**
 * Hands the open threads of one kind that a person owns to a colleague, on the viewer's brands. Answers how many went,
 * and how many stay because the colleague does not work them on their brand, or there were too many for one form. Sent
 * again it finds nothing left. Throws AppError FORBIDDEN for who is no administrator, NOT_FOUND for an unknown person,
 * INVALID for a colleague who may work none of them.
 */
export async function handOverWork(
  context: StaffContext,
  { account: id, work, to }: HandOverInput,
): Promise<{ readonly moved: number; readonly left: number }> {
  if (!managesAccounts(context.viewer)) {
    throw new AppError("FORBIDDEN", "Only administrators hand over the work of somebody else.");
  }
  const account = await findStaffAccount(context, id);
  if (!account) throw new AppError("NOT_FOUND", "There is no such account.");
  if (to === account.id) throw new AppError("INVALID", "Choose somebody else.", { field: "to" });
  const owned = await listOwned(context, account.id, work, MOST_AT_ONCE + 1);
  const takes = await brandsOfWorker(context, owned, to);
  const going = owned.slice(0, MOST_AT_ONCE).filter(({ brand }) => takes.has(brand));
  if (owned.length > 0 && going.length === 0) {
    throw new AppError("INVALID", "Choose somebody from the list: this person may work none of it.", { field: "to" });
  }
  for (const { kind, number } of going) {
    if (kind === "chat") await handOverChat(context, { number, to });
    else await assignThread(context, kind, { number, to, field: "to" });
  }
  for (const brand of new Set(going.map((thread) => thread.brand))) {
    const moved = going.filter((thread) => thread.brand === brand).length;
    const details = { work, threads: moved, to };
    await audit(context, { brand, action: "staff.work-handed-over", entity: "staff", entityId: account.id, details });
  }
  return { moved: going.length, left: owned.length - going.length };
}

/** The brands of these threads on which the colleague works their kind. */
async function brandsOfWorker(context: StaffContext, owned: readonly OwnedThread[], to: string): Promise<Set<string>> {
  const brands = new Set<string>();
  for (const brand of new Set(owned.map((thread) => thread.brand))) {
    const kind = owned.find((thread) => thread.brand === brand)?.kind;
    if (kind && (await findWorker(context, kind, brand, to))) brands.add(brand);
  }
  return brands;
}
