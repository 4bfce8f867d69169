import { and, asc, eq, isNull } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { cases, companies, contacts, staff, threadParticipants, threads } from "@/db/schema";
import type { CloseReason, Severity } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listSupportAgreements, type SupportTerm } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type CaseRecord, type Colleague, caseColumns, listColleagues, listNumbers } from "@/lib/threads/cases/queries";
import { type CaseLink, listCaseLinks } from "@/lib/threads/cases/staff/links/queries";
import { findNumber } from "@/lib/threads/life/queries";
import { findSurvivor, listTakenIn } from "@/lib/threads/merges/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { type Around, readAround } from "@/lib/threads/staff/neighbors/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { besideThreads, visibleColleagues } from "@/lib/threads/staff/policy";
import {
  type CompanyFacts,
  type ContactFacts,
  companyFacts,
  contactFacts,
  othersOf,
  readStaffThread,
  type StaffThread,
} from "@/lib/threads/staff/queries";
import { listRecent, type RecentThread } from "@/lib/threads/staff/recent/queries";

export interface CaseCompanyFacts extends CompanyFacts {
  readonly support: SupportStanding<SupportTerm>;
  /** Contacts of the company whose accounts are open, at most CONTACTS_SHOWN. */
  readonly contacts: readonly Worker[];
  readonly contactCount: number;
  readonly recent: readonly RecentThread<"case">[];
}

interface CaseContactFacts extends ContactFacts {
  readonly recent: readonly RecentThread<"case">[];
}

export interface StaffCase extends StaffThread<"case"> {
  readonly product: string;
  readonly productVersion: string | null;
  readonly severity: Severity;
  readonly closeReason: CloseReason | null;
  readonly filedWhen: Moment;
  readonly filedBy: Worker;
  readonly owner: Worker | null;
  readonly company: CaseCompanyFacts;
  readonly contact: CaseContactFacts;
  readonly participants: readonly Worker[];
  /** Contacts who could be added as participants. */
  readonly colleagues: readonly Colleague[];
  readonly around: Around;
  readonly follows: string | null;
  readonly followedBy: readonly string[];
  /** The case in which this one, which was merged, goes on. */
  readonly goesOnIn: string | null;
  /** Merged cases that go on in this one. */
  readonly takenIn: readonly string[];
  readonly links: readonly CaseLink[];
}

const CONTACTS_SHOWN = 8;

/**
 * A case with everything that its staff page shows; null where the viewer may not see it. `brands`: those of the
 * deployment.
 */
export async function findStaffCase(
  context: Context<StaffViewer>,
  number: string,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffCase | null> {
  const { viewer, db } = context;
  const [found] = await db
    .select({ row: caseColumns, company: companies, contact: contacts, ownerName: staff.name })
    .from(threads)
    .innerJoin(cases, eq(cases.id, threads.id))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .innerJoin(contacts, and(eq(contacts.id, threads.openedBy), besideThreads(viewer, "case", contacts.brand)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, threads.ownerId)))
    .where(and(visibleThreads(viewer, "case"), eq(threads.number, number)));
  const brand = found && brands.find(({ key }) => key === found.row.brand);
  if (!found || !brand) return null;
  const { company, contact, ownerName } = found;
  const row = found.row as CaseRecord;
  const others = othersOf(row);
  const joined = inOneStatement(context);
  const { shown, facts, agreements, people, ofCompany, whom, ofContact, participants, colleagues, ...linked } =
    await together({
      shown: readStaffThread(context, row, { brand, brands, targetKey: row.severity, local }),
      facts: companyFacts(joined, company),
      agreements: listSupportAgreements(joined, company.id),
      people: listPeople(joined, company),
      ofCompany: listRecent(joined, "case", others.company, local),
      whom: contactFacts(joined, "case", contact, brand),
      ofContact: listRecent(joined, "case", others.contact, local),
      participants: listParticipants(joined, row.id),
      colleagues: listColleagues(joined, row.id),
      around: readAround(joined, "case", row, local),
      follows: row.followsId && findNumber(joined, "case", row.followsId),
      followedBy: listNumbers(joined, row.id),
      goesOnIn: findSurvivor(joined, row),
      takenIn: listTakenIn(joined, row.id),
      links: listCaseLinks(joined, row.id),
    });
  if (!shown) return null;
  const taken = new Set([row.openedBy, ...participants.map(({ id }) => id)]);
  return {
    ...shown,
    ...linked,
    product: row.product,
    productVersion: row.productVersion,
    severity: row.severity,
    closeReason: row.closeReason,
    filedWhen: momentOf(row.createdAt, local.zone),
    filedBy: { id: row.openedBy, name: row.openedByName },
    owner: row.ownerId ? { id: row.ownerId, name: ownerName ?? "" } : null,
    company: {
      ...facts,
      support: supportStanding(agreements, businessToday(brand.zone)),
      ...people,
      recent: ofCompany,
    },
    contact: {
      ...whom,
      recent: ofContact,
    },
    participants,
    colleagues: colleagues.filter(({ id }) => !taken.has(id)),
  };
}

/** Contacts of a company whose accounts are open. */
async function listPeople(
  { viewer, db }: Context<StaffViewer>,
  company: typeof companies.$inferSelect,
): Promise<Pick<CaseCompanyFacts, "contacts" | "contactCount">> {
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
  return { contacts: people.slice(0, CONTACTS_SHOWN), contactCount: people.length };
}

async function listParticipants({ viewer, db }: Context<StaffViewer>, threadId: string): Promise<Worker[]> {
  return db
    .select({ id: threadParticipants.contactId, name: threadParticipants.contactName })
    .from(threadParticipants)
    .where(and(ofVisibleThreads(viewer, threadParticipants.threadId), eq(threadParticipants.threadId, threadId)))
    .orderBy(asc(threadParticipants.createdAt), asc(threadParticipants.contactId));
}
