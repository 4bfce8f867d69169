import { and, asc, eq, ne, type SQL } from "drizzle-orm";
import { type companies, contactPhones, type contacts, threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { businessInstant, businessNow, formatInstant, formatTime, zoneName } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { answerClocks } from "@/lib/threads/answer-clock/queries";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import type { StatusOf } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { readThread } from "@/lib/threads/queries";
import type { ThreadPage } from "@/lib/threads/types";
import { besideThreads } from "./policy";

/** What the staff page shows of a thread of any kind. */
export interface StaffThread<K extends ThreadKind> {
  readonly id: string;
  readonly brand: Brand;
  readonly number: string;
  readonly subject: string;
  readonly status: StatusOf<K>;
  readonly closedWhen: Moment | null;
  /** Null: the firm owes no answer. */
  readonly clock: (AnswerClock & { readonly dueWhen: string; readonly isFirst: boolean }) | null;
  readonly firstAnsweredWhen: Moment | null;
  readonly thread: ThreadPage;
}

interface Shown {
  readonly brand: Brand;
  /** Those of the deployment. */
  readonly brands: readonly Brand[];
  /** The key of the thread's answer target: its severity or topic. */
  readonly targetKey: string;
  readonly local: Zoned;
}

/**
 * Adds to a thread, which the caller has read with visibleThreads, what its staff page shows; null where the viewer may
 * not see its messages.
 */
export async function readStaffThread<K extends ThreadKind>(
  context: Context<StaffViewer>,
  row: ThreadRecord<K>,
  { brand, brands, targetKey, local }: Shown,
): Promise<StaffThread<K> | null> {
  const { thread, clockOf } = await together({
    thread: readThread(context, row.id, local),
    clockOf: answerClocks(context, row.kind, { ids: [row.id], brands, local }),
  });
  if (!thread) return null;
  const { id, number, subject, status, answerDueAt, firstAnsweredAt } = row;
  const time = (at: Date) => momentOf(at, local.zone);
  const clock = clockOf({ ...row, targetKey });
  return {
    ...{ id, brand, number, subject, status, thread },
    closedWhen: row.closedAt && time(row.closedAt),
    clock:
      clock && answerDueAt
        ? {
            ...clock,
            dueWhen: formatInstant(businessInstant(answerDueAt), local.zone),
            isFirst: firstAnsweredAt === null,
          }
        : null,
    firstAnsweredWhen: firstAnsweredAt && time(firstAnsweredAt),
  };
}

/** What the staff page of a thread shows of its company. */
export interface CompanyFacts {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  /** `Richmond, VA` */
  readonly place: string;
  readonly team: readonly TeamMember[];
}

type Company = Pick<typeof companies.$inferSelect, "id" | "name" | "phone" | "city" | "region">;

export async function companyFacts(
  context: Context<StaffViewer>,
  { id, name, phone, city, region }: Company,
): Promise<CompanyFacts> {
  const place = [city, region].filter(Boolean).join(", ");
  return { id, name, phone, place, team: await listAccountTeam(context, id) };
}

/** What the staff page of a thread shows of its opener. */
export interface ContactFacts {
  readonly id: string;
  /** The contact's name today; the thread keeps the one at its opening. */
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly phones: readonly { readonly kind: string; readonly number: string }[];
  /** The time that it is in the contact's zone: `4:05 p.m. Central`. */
  readonly timeThere: string;
  readonly isClosed: boolean;
}

type Contact = Pick<typeof contacts.$inferSelect, "id" | "name" | "email" | "jobTitle" | "timeZone" | "closedAt">;

export async function contactFacts(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  { id, name, email, jobTitle, timeZone, closedAt }: Contact,
  brand: Brand,
): Promise<ContactFacts> {
  const zone = timeZone ?? brand.zone;
  return {
    ...{ id, name, email, jobTitle, isClosed: closedAt !== null },
    phones: await db
      .select({ kind: contactPhones.kind, number: contactPhones.number })
      .from(contactPhones)
      .where(and(besideThreads(viewer, kind, contactPhones.brand), eq(contactPhones.contactId, id)))
      .orderBy(asc(contactPhones.kind), asc(contactPhones.number)),
    timeThere: `${formatTime(businessNow().toZonedDateTimeISO(zone).toPlainTime())} ${zoneName(zone)}`,
  };
}

/** Conditions for other threads than this one: of its company, and of its opener. */
export const othersOf = ({ id, companyId, openedBy }: Pick<ThreadRecord, "id" | "companyId" | "openedBy">) => {
  const but = (of: SQL) => and(of, ne(threads.id, id));
  return { company: but(eq(threads.companyId, companyId)), contact: but(eq(threads.openedBy, openedBy)) };
};
