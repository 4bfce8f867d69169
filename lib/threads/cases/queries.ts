import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { inOneStatement } from "@/db/one-statement";
import { cases, products, threadParticipants, threads } from "@/db/schema";
import { type CloseReason, OTHER_PRODUCT, SEVERITIES, type Severity } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import type { Brand, Coverage } from "@/lib/gate/brand/types";
import { hasCases } from "@/lib/gate/rights";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { businessNow, systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { coverageAt, coverageCalendar } from "@/lib/people/agreements/coverage/rules";
import { readCaseTargets } from "@/lib/threads/answer-clock/queries";
import { answerDue, inTwoZones, type TwoZones } from "@/lib/threads/answer-clock/rules";
import {
  type ClientThread,
  findNumber,
  readClientThread,
  type ThreadRecord,
  threadColumns,
} from "@/lib/threads/life/queries";
import { findSurvivor, listTakenIn } from "@/lib/threads/merges/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { reopens } from "./rules";

/** Columns that only cases have. */
const special = { productVersion: cases.productVersion, followsId: cases.followsId };

export const caseColumns = { ...threadColumns, ...special };
export type CaseRecord = ThreadRecord<"case"> & { readonly severity: Severity; readonly product: string } & Pick<
    typeof cases.$inferSelect,
    keyof typeof special
  >;

/** A case that the viewer sees; null for any other. */
export async function findCaseRecord({ viewer, db }: Context, which: SQL | undefined): Promise<CaseRecord | null> {
  const [row] = await db
    .select(caseColumns)
    .from(threads)
    .innerJoin(cases, eq(cases.id, threads.id))
    .where(and(visibleThreads(viewer, "case"), which));
  return (row as CaseRecord | undefined) ?? null;
}

/** A company that the contact's right to cases covers. */
export interface CaseCompany {
  readonly id: string;
  readonly name: string;
  readonly isPrimary: boolean;
  /** Is a support agreement in force today? Without one, no case of the company is shown and none can be filed. */
  readonly inForce: boolean;
}

const companyRows = z.array(
  z.object({ company_id: z.string(), name: z.string(), is_primary: z.boolean(), in_force: z.boolean() }),
);

/** Companies that this contact's right to cases covers, the primary one first; none without the right. */
export async function listCaseCompanies({ viewer, db }: Context<ClientViewer>): Promise<CaseCompany[]> {
  if (!hasCases(viewer)) return [];
  const rows = companyRows.parse([
    ...(await db.execute(
      sql`select company_id, name, is_primary, in_force from case_companies() order by is_primary desc, lower(name), company_id`,
    )),
  ]);
  return rows.map((row) => ({
    id: row.company_id,
    name: row.name,
    isPrimary: row.is_primary,
    inForce: row.in_force,
  }));
}

/**
 * Whether a contact can work with cases, or why not: no right, no company, or no agreement in force in any company that
 * their right covers.
 */
export type CaseAccess =
  | { readonly kind: "open"; readonly companies: readonly CaseCompany[] }
  | { readonly kind: "no-right" }
  | { readonly kind: "no-company" }
  | { readonly kind: "no-agreement"; readonly companies: readonly CaseCompany[] };

export function caseAccessOf(viewer: ClientViewer, companies: readonly CaseCompany[]): CaseAccess {
  if (!hasCases(viewer)) return { kind: "no-right" };
  if (companies.length === 0) return { kind: "no-company" };
  return companies.some((company) => company.inForce)
    ? { kind: "open", companies }
    : { kind: "no-agreement", companies };
}

export interface SupportedProduct {
  readonly name: string;
  readonly versions: readonly string[];
}

/** The products that the brand supports, in the brand's own order. What a form offers beside them is not one of them. */
export async function listProducts({ viewer, db }: Context, brand: string): Promise<SupportedProduct[]> {
  return db
    .select({ name: products.name, versions: products.versions })
    .from(products)
    .where(and(ofOwnBrands(viewer, products.brand), eq(products.brand, brand), ne(products.name, OTHER_PRODUCT)))
    .orderBy(asc(products.position), asc(products.name));
}

/** What a company's support agreements promise for a case that is filed at this moment. */
export interface ExpectedAnswers {
  /** Null where no agreement in force covers all products. */
  readonly coverage: Coverage | null;
  readonly answers: Readonly<Record<Severity, TwoZones>>;
}

/**
 * For each of these companies, when a case of each severity would have its first answer that is filed at this moment
 * about any product: an agreement that covers one product alone promises nothing here yet.
 */
export async function expectedAnswers(
  context: Context,
  brand: Brand,
  companies: readonly string[],
  local: Zoned,
): Promise<Readonly<Record<string, ExpectedAnswers>>> {
  const { targets, termsOf } = await together({
    targets: readCaseTargets(context, brand.key),
    termsOf: coveredTerms(context, companies),
  });
  const now = systemNow();
  const answersOf = (company: string) => {
    const hours = coverageCalendar(brand, termsOf(company), null);
    const entries = SEVERITIES.map((severity) => [
      severity,
      inTwoZones(answerDue(hours, now, targets[severity]), brand, local),
    ]);
    return {
      coverage: coverageAt(brand, termsOf(company), null, businessNow()),
      answers: Object.fromEntries(entries) as Record<Severity, TwoZones>,
    };
  };
  return Object.fromEntries(companies.map((company) => [company, answersOf(company)]));
}

export interface Participant {
  readonly id: string;
  readonly name: string;
  readonly isMe: boolean;
}

export interface CaseDetail extends ClientThread<"case"> {
  readonly product: string;
  readonly productVersion: string | null;
  readonly severity: Severity;
  readonly closeReason: CloseReason | null;
  readonly companyName: string;
  readonly filedBy: Participant;
  readonly filedWhen: Moment;
  readonly participants: readonly Participant[];
  /** Contacts who could be added as participants. */
  readonly colleagues: readonly Colleague[];
  /** Contacts to whom the viewer could hand the case over: all with a right to it but the viewer. */
  readonly successors: readonly Colleague[];
  /** What a reply does to a closed case; null while it is open. */
  readonly replyLeadsTo: "reopen" | "new-case" | null;
  /** Linked cases that the viewer may see. */
  readonly follows: string | null;
  readonly followedBy: readonly string[];
  /** The case in which this one, which was merged, goes on. */
  readonly goesOnIn: string | null;
  /** Merged cases that go on in this one, of those that the viewer may see. */
  readonly takenIn: readonly string[];
}

/** A case as a client's page shows it; null for whatever the viewer may not see. */
export async function findCase(
  context: Context<ClientViewer>,
  key: { readonly brand: Brand; readonly number: string },
  local: Zoned,
): Promise<CaseDetail | null> {
  const { viewer } = context;
  const { brand, number } = key;
  const row = await findCaseRecord(context, and(eq(threads.brand, brand.key), eq(threads.number, number)));
  if (!row) return null;
  const joined = inOneStatement(context);
  const { shown, companies, participants, colleagues, follows, followedBy, goesOnIn, takenIn } = await together({
    shown: readClientThread(context, row, brand, local),
    companies: listCaseCompanies(context),
    participants: joined.db
      .select({ id: threadParticipants.contactId, name: threadParticipants.contactName })
      .from(threadParticipants)
      .where(and(ofVisibleThreads(viewer, threadParticipants.threadId), eq(threadParticipants.threadId, row.id)))
      .orderBy(asc(threadParticipants.createdAt), asc(threadParticipants.contactId)),
    colleagues: listColleagues(joined, row.id),
    follows: row.followsId && findNumber(joined, "case", row.followsId),
    followedBy: listNumbers(joined, row.id),
    goesOnIn: findSurvivor(joined, row),
    takenIn: listTakenIn(joined, row.id),
  });
  if (!shown) return null;
  const company = companies.find(({ id }) => id === row.companyId);
  const person = (id: string, name: string): Participant => ({ id, name, isMe: id === viewer.contactId });
  const taken = new Set([row.openedBy, ...participants.map(({ id }) => id)]);
  return {
    ...shown,
    product: row.product,
    productVersion: row.productVersion,
    severity: row.severity,
    closeReason: row.closeReason,
    companyName: company?.name ?? "",
    filedBy: person(row.openedBy, row.openedByName),
    filedWhen: momentOf(row.createdAt, local.zone),
    participants: participants.map(({ id, name }) => person(id, name)),
    colleagues: colleagues.filter(({ id }) => !taken.has(id)),
    successors: colleagues.filter(({ id }) => id !== viewer.contactId),
    replyLeadsTo: row.closedAt
      ? reopens(Temporal.Instant.fromEpochMilliseconds(row.closedAt.getTime()), systemNow())
        ? "reopen"
        : "new-case"
      : null,
    follows,
    followedBy,
    goesOnIn,
    takenIn,
  };
}

/**
 * Numbers of the cases that follow this one: replies filed them after it had been closed for longer than REOPEN_DAYS.
 */
export async function listNumbers({ viewer, db }: Context, caseId: string): Promise<string[]> {
  const rows = await db
    .select({ number: threads.number })
    .from(cases)
    .innerJoin(threads, eq(threads.id, cases.id))
    .where(and(visibleThreads(viewer, "case"), eq(cases.followsId, caseId)))
    .orderBy(asc(threads.createdAt), asc(threads.id));
  return rows.map((row) => row.number);
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** The name as the list of choices shows it: with the mail address where two people share the name. */
  readonly label: string;
}

/** Contacts who could take part in a case that the viewer sees: their right to cases covers its company. */
export async function listColleagues({ db }: Context, caseId: string): Promise<Colleague[]> {
  return db
    .select({ id: sql<string>`contact_id`, name: sql<string>`name`, label: sql<string>`label` })
    .from(sql`case_colleagues(${caseId}::uuid)`)
    .orderBy(sql`lower(label), contact_id`);
}
