import { inOneStatement } from "@/db/one-statement";
import type { Context, StaffViewer } from "@/db/viewer";
import { together } from "@/lib/kit/together";
import { readBell } from "@/lib/mail/notices/queries";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { countReady } from "@/lib/people/connect/staff/queries";
import { countDesk } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";

/**
 * What every page of the staff side counts: the bell, chats (null for who answers none) and people who wait for an
 * account (null for who does not decide about them). One statement, because every page of the staff side has it.
 */
export function readRail(context: Context<StaffViewer>) {
  const joined = inOneStatement(context);
  return together({
    bell: readBell(joined),
    chats: worksChats(context.viewer) ? countDesk(joined) : null,
    waiting: admitsVisitors(context.viewer) ? countReady(joined) : null,
  });
}
