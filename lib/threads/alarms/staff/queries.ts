import { and, eq } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { companies, contacts, messages, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type AlarmWords, alarmWords, hourOf } from "@/lib/threads/alarms/night/rules";
import { findAlarm } from "@/lib/threads/alarms/queries";
import { findChatOfCase } from "@/lib/threads/chats/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { besideThreads } from "@/lib/threads/staff/policy";

/** The newest alarm of a case as staff read it; null where there is none. */
export async function findAlarmWords(context: Context, number: string, local: Zoned): Promise<AlarmWords | null> {
  const alarm = await findAlarm(context, number);
  return alarm && alarmWords(alarm, true, (at) => hourOf(at, local.zone));
}

/** What stands beside a case on its page: the chat that became it, and its alarm. */
export async function findChatAndAlarm(context: Context, number: string, local: Zoned) {
  const joined = inOneStatement(context);
  return together({ chat: findChatOfCase(joined, number), alarm: findAlarmWords(joined, number, local) });
}

/** What somebody has to know who was just woken. */
export interface AlarmCase {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly product: string | null;
  readonly brand: string;
  readonly companyId: string;
  readonly companyName: string;
  readonly contactName: string;
  readonly text: string;
}

/** The case of an alarm, in short; null for one that the viewer may not see. */
export async function findAlarmCase(context: Context<StaffViewer>, number: string): Promise<AlarmCase | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select({
      id: threads.id,
      number: threads.number,
      subject: threads.subject,
      product: threads.product,
      brand: threads.brand,
      companyId: companies.id,
      companyName: companies.name,
      contactName: contacts.name,
      text: messages.body,
    })
    .from(threads)
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .innerJoin(contacts, and(eq(contacts.id, threads.openedBy), besideThreads(viewer, "case", contacts.brand)))
    .innerJoin(messages, and(eq(messages.id, threads.id), ofVisibleThreads(viewer, messages.threadId)))
    .where(and(visibleThreads(viewer, "case"), eq(threads.number, number)));
  return row ?? null;
}
