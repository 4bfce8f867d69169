import { AppError } from "@/lib/errors";
import { type Deed, doOnce } from "@/lib/people/bulk-deeds/service";
import { isOwnTalk } from "@/lib/threads/chats/staff/list/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { takeChat } from "@/lib/threads/chats/staff/service";
import type { StaffContext } from "@/lib/threads/staff/service";
import type { TakeChats } from "./schema";

/**
 * Takes the chosen chats out of the queue, as one is taken: those beyond the talks that the agent may have side by side
 * are left alone. Throws FORBIDDEN for who does not answer chats, FormUsed as doOnce.
 */
export async function takeChats(context: StaffContext, { id, numbers }: TakeChats): Promise<Deed> {
  if (!worksChats(context.viewer)) throw new AppError("FORBIDDEN", "Your role does not answer chats.");
  return doOnce(context, { id, kind: "chat", deed: "take", rows: numbers, content: "" }, async (number) => {
    const isTaken = await isOwnTalk(context, number);
    await takeChat(context, { number });
    return { number, outcome: isTaken ? "already" : "done" };
  });
}
