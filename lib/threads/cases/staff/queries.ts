import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { cases, companies, contactPhones, contacts, staff, threadParticipants, threads } from "@/db/schema";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessNow, businessToday, formatInstant, formatTime, zoneName } from "@/lib/kit/time";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listSupportAgreements } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { answerClocks } from "@/lib/threads/answer-clock/queries";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import { type CaseRecord, type Colleague, caseColumns, listColleagues, listNumbers } from "@/lib/threads/cases/queries";
import { findNumber } from "@/lib/threads/life/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { type Reader, readThread } from "@/lib/threads/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { besideThreads, visibleColleagues } from "@/lib/threads/staff/policy";
import { listRecent, type RecentThread } from "@/lib/threads/staff/recent/queries";
import type { ThreadPage } from "@/lib/threads/types";

export interface CaseCompanyFacts {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  /** `Richmond, VA` */
  readonly place: string;
  readonly support: SupportStanding;
  readonly team: readonly TeamMember[];
  /** Open accounts, at most CONTACTS_SHOWN. */
  readonly contacts: readonly Worker[];
  readonly contactCount: number;
  readonly recent: readonly RecentThread<"case">[];
}

export interface CaseContactFacts {
  readonly id: string;
  /** As the record says today. */
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly phones: readonly { readonly kind: string; readonly number: string }[];
  /** What the clock shows where they are: `4:05 p.m. Central`. */
  readonly timeThere: string;
  readonly isClosed: boolean;
  readonly recent: readonly RecentThread<"case">[];
}

export interface StaffCase {
  readonly id: string;
  readonly brand: Brand;
  readonly number: string;
  readonly subject: string;
  readonly product: string;
  readonly productVersion: string | null;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly closeReason: CloseReason | null;
  readonly closedWhen: string | null;
  readonly filedWhen: string;
  readonly filedBy: Worker;
  readonly assignee: Worker | null;
  /** Null: the firm owes no answer. */
  readonly clock: (AnswerClock & { readonly dueWhen: string; readonly isFirst: boolean }) | null;
  readonly firstAnsweredWhen: string | null;
  readonly company: CaseCompanyFacts;
  readonly contact: CaseContactFacts;
  readonly participants: readonly Worker[];
  /** Who could be added. */
  readonly colleagues: readonly Colleague[];
  readonly follows: string | null;
  readonly followedBy: readonly string[];
  readonly thread: ThreadPage;
}

const CONTACTS_SHOWN = 8;

/** A case with all that an agent wants beside it; null for whatever the viewer may not see. `brands`: those of the deployment. */
export async function findStaffCase(
  context: Context<StaffViewer>,
  number: string,
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffCase | null> {
  const { viewer, db } = context;
  const [found] = await db
    .select({ row: caseColumns, company: companies, contact: contacts, assigneeName: staff.name })
    .from(threads)
    .innerJoin(cases, eq(cases.id, threads.id))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .innerJoin(contacts, and(eq(contacts.id, threads.openedBy), besideThreads(viewer, "case", contacts.brand)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, threads.ownerId)))
    .where(and(visibleThreads(viewer, "case"), eq(threads.number, number)));
  const brand = found && brands.find(({ key }) => key === found.row.brand);
  if (!found || !brand) return null;
  const { company, contact, assigneeName } = found;
  const row = found.row as CaseRecord;
  const thread = await readThread(context, row.id, reader);
  if (!thread) return null;
  const time = (at: Date) => formatInstant(businessInstant(at), reader.zone);
  const clock = (await answerClocks(context, "case", brands, reader))({ ...row, rung: row.severity });
  const participants = await listParticipants(context, row.id);
  const taken = new Set([row.openedBy, ...participants.map(({ id }) => id)]);
  return {
    id: row.id,
    brand,
    number: row.number,
    subject: row.subject,
    product: row.product,
    productVersion: row.productVersion,
    severity: row.severity,
    status: row.status,
    closeReason: row.closeReason,
    closedWhen: row.closedAt && time(row.closedAt),
    filedWhen: time(row.createdAt),
    filedBy: { id: row.openedBy, name: row.openedByName },
    assignee: row.ownerId ? { id: row.ownerId, name: assigneeName ?? "" } : null,
    clock:
      clock && row.answerDueAt
        ? { ...clock, dueWhen: time(row.answerDueAt), isFirst: row.firstAnsweredAt === null }
        : null,
    firstAnsweredWhen: row.firstAnsweredAt && time(row.firstAnsweredAt),
    company: await companyFacts(context, company, brand, row, reader),
    contact: await contactFacts(context, contact, brand, row, reader),
    participants,
    colleagues: (await listColleagues(context, row.id)).filter(({ id }) => !taken.has(id)),
    follows: row.followsId && (await findNumber(context, "case", row.followsId)),
    followedBy: await listNumbers(context, row.id),
    thread,
  };
}

async function companyFacts(
  context: Context<StaffViewer>,
  company: typeof companies.$inferSelect,
  brand: Brand,
  row: CaseRecord,
  reader: Reader,
): Promise<CaseCompanyFacts> {
  const { viewer, db } = context;
  const people = await db
    .select({ id: contacts.id, name: contacts.name })
    .from(contacts)
    .where(
      and(
        besideThreads(viewer, "case", contacts.brand),
        eq(contacts.primaryCompanyId, company.id),
        eq(contacts.brand, company.brand),
        isNull(contacts.closedAt),
      ),
    )
    .orderBy(asc(contacts.name), asc(contacts.id));
  return {
    id: company.id,
    name: company.name,
    phone: company.phone,
    place: [company.city, company.region].filter(Boolean).join(", "),
    support: supportStanding(await listSupportAgreements(context, company.id), businessToday(brand.zone)),
    team: await listAccountTeam(context, company.id),
    contacts: people.slice(0, CONTACTS_SHOWN),
    contactCount: people.length,
    recent: await listRecent(context, "case", and(eq(threads.companyId, company.id), ne(threads.id, row.id)), reader),
  };
}

async function contactFacts(
  context: Context<StaffViewer>,
  contact: typeof contacts.$inferSelect,
  brand: Brand,
  row: CaseRecord,
  reader: Reader,
): Promise<CaseContactFacts> {
  const { viewer, db } = context;
  const zone = contact.timeZone ?? brand.zone;
  const there = businessNow().toZonedDateTimeISO(zone);
  return {
    id: contact.id,
    name: contact.name,
    email: contact.email,
    jobTitle: contact.jobTitle,
    phones: await db
      .select({ kind: contactPhones.kind, number: contactPhones.number })
      .from(contactPhones)
      .where(and(besideThreads(viewer, "case", contactPhones.brand), eq(contactPhones.contactId, contact.id)))
      .orderBy(asc(contactPhones.kind), asc(contactPhones.number)),
    timeThere: `${formatTime(there.toPlainTime())} ${zoneName(zone)}`,
    isClosed: contact.closedAt !== null,
    recent: await listRecent(context, "case", and(eq(threads.openedBy, contact.id), ne(threads.id, row.id)), reader),
  };
}

async function listParticipants({ viewer, db }: Context<StaffViewer>, threadId: string): Promise<Worker[]> {
  return db
    .select({ id: threadParticipants.contactId, name: threadParticipants.contactName })
    .from(threadParticipants)
    .where(and(ofVisibleThreads(viewer, threadParticipants.threadId), eq(threadParticipants.threadId, threadId)))
    .orderBy(asc(threadParticipants.createdAt), asc(threadParticipants.contactId));
}
