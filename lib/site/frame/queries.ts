import { inOneStatement } from "@/db/one-statement";
import type { ClientViewer, Context, StaffViewer } from "@/db/viewer";
import { worksCases, worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { readBell } from "@/lib/mail/notices/queries";
import { findCompany } from "@/lib/people/companies/queries";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { countReady } from "@/lib/people/connect/staff/queries";
import { readBadges } from "@/lib/site/attention/queries";
import { listOwnAlarms } from "@/lib/threads/alarms/queries";
import { countDesk } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { countWaiting } from "@/lib/threads/staff/queue/queries";

/**
 * What stands around every page of a client: their company, what the areas count, and their open chat. `today` is
 * `YYYY-MM-DD` in the brand's zone.
 */
export async function readFrame(context: Context<ClientViewer>, today: string) {
  const joined = inOneStatement(context);
  const { attention, ...frame } = await together({
    company: findCompany(context, context.viewer.companyId),
    attention: readBadges(context, joined, today),
    bell: readBell(joined),
  });
  return { ...frame, ...attention };
}

/**
 * What stands around every page of staff: their bell, the alarms that call them, what waits at the chat desk (null for
 * who answers none), in the queues of cases and requests, and people who wait for an account (null for who does not decide about them).
 */
export function readStaffFrame(context: Context<StaffViewer>) {
  const joined = inOneStatement(context);
  return together({
    bell: readBell(joined),
    alarms: worksCases(context.viewer) ? listOwnAlarms(joined) : null,
    chats: worksChats(context.viewer) ? countDesk(joined) : null,
    cases: worksCases(context.viewer) ? countWaiting(joined, "case") : null,
    requests: worksRequests(context.viewer) ? countWaiting(joined, "request") : null,
    waiting: admitsVisitors(context.viewer) ? countReady(joined) : null,
  });
}
