import { and, eq } from "drizzle-orm";
import { agreements, estimates, invoices, threads } from "@/db/schema";
import type { ChangeField, ChangeState, RequestKind, RequestStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessToday, formatInstant } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { answerClocks } from "@/lib/threads/answer-clock/queries";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import { type Reader, readThread } from "@/lib/threads/queries";
import {
  type CompanyChoice,
  currentValue,
  findChange,
  findChangedContact,
  listRelations,
  suggestCompanies,
  valueDigest,
} from "@/lib/threads/requests/changes/staff/queries";
import { findRequestRecord, type RequestRecord } from "@/lib/threads/requests/record/queries";
import {
  type RequestCompanyFacts,
  type RequestContactFacts,
  readRequestCompany,
  readRequestContact,
} from "@/lib/threads/requests/staff/background/queries";
import { listTeamCandidates } from "@/lib/threads/requests/staff/choices/queries";
import { type CannedReply, listCannedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { type Away, findAway, findStaffName, listWorkers, type Worker } from "@/lib/threads/staff/people/queries";
import type { ThreadPage } from "@/lib/threads/types";
import { decidesChanges } from "./policy";

/** What is asked to be changed, what became of it, and what a decision needs. */
export interface StaffChange {
  readonly field: ChangeField;
  readonly before: string;
  readonly wanted: string;
  /** What the record holds today. */
  readonly now: string;
  readonly nowDigest: string;
  readonly state: ChangeState;
  readonly decidedByName: string | null;
  readonly decidedWhen: string | null;
  readonly applied: string | null;
  /** Null for who may not decide, and where there is nothing to decide any more. */
  readonly decision: {
    /** Companies that are like what was wanted. */
    readonly companies: readonly CompanyChoice[];
    readonly relations: readonly CompanyChoice[];
    /** Who can be put on the account team. */
    readonly members: readonly Worker[];
    /** Who is on it. */
    readonly team: readonly TeamMember[];
  } | null;
}

export interface StaffRequest {
  readonly id: string;
  readonly brand: Brand;
  readonly number: string;
  readonly kind: RequestKind;
  readonly subject: string;
  readonly status: RequestStatus;
  readonly closedWhen: string | null;
  readonly askedBy: { readonly id: string; readonly name: string };
  readonly askedWhen: string;
  /** Whom of the team it was written to, as they were called then. */
  readonly memberName: string | null;
  readonly owner: {
    readonly id: string;
    readonly name: string;
    readonly isMe: boolean;
    readonly standsInFor: string | null;
    /** Null for an owner who is here today. */
    readonly away: (Away & { readonly standInName: string | null }) | null;
  } | null;
  /** Null: the firm owes no answer. */
  readonly clock: (AnswerClock & { readonly dueWhen: string; readonly isFirst: boolean }) | null;
  /** `YYYY-MM-DD` in the brand's zone, like `today`. */
  readonly neededBy: string | null;
  readonly today: string;
  readonly firstAnsweredWhen: string | null;
  readonly about: {
    readonly agreement: { readonly product: string; readonly endsOn: string } | null;
    /** Numbers as printed; null also for roles that read no money. */
    readonly invoice: string | null;
    readonly estimate: string | null;
  };
  readonly change: StaffChange | null;
  readonly company: RequestCompanyFacts;
  readonly contact: RequestContactFacts;
  readonly thread: ThreadPage;
}

/** A request with all that its reader wants beside it; null for whatever the viewer may not see. */
export async function findStaffRequest(
  context: Context<StaffViewer>,
  number: string,
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffRequest | null> {
  const row = await findRequestRecord(context, eq(threads.number, number));
  const brand = row && brands.find(({ key }) => key === row.brand);
  if (!row || !brand) return null;
  const company = await readRequestCompany(context, row, brand, reader);
  const contact = await readRequestContact(context, row, brand, reader);
  const thread = await readThread(context, row.id, reader);
  if (!company || !contact || !thread) return null;
  const time = (at: Date) => formatInstant(businessInstant(at), reader.zone);
  const clock = (await answerClocks(context, "request", brands, reader))({ ...row, rung: row.topic });
  return {
    id: row.id,
    brand,
    number: row.number,
    kind: row.topic,
    subject: row.subject,
    status: row.status,
    closedWhen: row.closedAt && time(row.closedAt),
    askedBy: { id: row.openedBy, name: row.openedByName },
    askedWhen: time(row.createdAt),
    memberName: row.memberName,
    owner: await readOwner(context, row),
    clock:
      clock && row.answerDueAt
        ? { ...clock, dueWhen: time(row.answerDueAt), isFirst: row.firstAnsweredAt === null }
        : null,
    neededBy: row.neededBy,
    today: businessToday(brand.zone),
    firstAnsweredWhen: row.firstAnsweredAt && time(row.firstAnsweredAt),
    about: await readAbout(context, row),
    change: row.topic === "change" ? await readChange(context, row, time) : null,
    company,
    contact,
    thread,
  };
}

async function readOwner(context: Context<StaffViewer>, row: RequestRecord): Promise<StaffRequest["owner"]> {
  if (!row.ownerId) return null;
  const away = await findAway(context, row.ownerId);
  return {
    id: row.ownerId,
    name: (await findStaffName(context, row.ownerId)) ?? "",
    isMe: row.ownerId === context.viewer.staffId,
    standsInFor: row.standsInFor && (await findStaffName(context, row.standsInFor)),
    away: away && { ...away, standInName: away.standInId && (await findStaffName(context, away.standInId)) },
  };
}

async function readAbout({ viewer, db }: Context<StaffViewer>, row: RequestRecord): Promise<StaffRequest["about"]> {
  const [agreement] = row.agreementId
    ? await db
        .select({ product: agreements.product, endsOn: agreements.endsOn })
        .from(agreements)
        .where(and(visibleAgreements(viewer), eq(agreements.id, row.agreementId)))
    : [];
  const [invoice] = row.invoiceId
    ? await db
        .select({ number: invoices.number })
        .from(invoices)
        .where(and(visibleInvoices(viewer), eq(invoices.id, row.invoiceId)))
    : [];
  const [estimate] = row.estimateId
    ? await db
        .select({ number: estimates.number })
        .from(estimates)
        .where(and(visibleEstimates(viewer), eq(estimates.id, row.estimateId)))
    : [];
  return { agreement: agreement ?? null, invoice: invoice?.number ?? null, estimate: estimate?.number ?? null };
}

async function readChange(
  context: Context<StaffViewer>,
  row: RequestRecord,
  time: (at: Date) => string,
): Promise<StaffChange | null> {
  const change = await findChange(context, row.id);
  const contact = change && (await findChangedContact(context, change.contactId));
  if (!change || !contact) return null;
  const { field, before, wanted, state, decidedByName, decidedAt, applied } = change;
  const isOpen = state === "waiting" && row.status !== "closed" && decidesChanges(context.viewer);
  const now = await currentValue(context, contact, row, field);
  const isAboutCompany = field === "company" || field === "relations";
  return {
    field,
    before,
    wanted,
    now,
    nowDigest: valueDigest(now),
    state,
    decidedByName,
    decidedWhen: decidedAt && time(decidedAt),
    applied,
    decision: isOpen
      ? {
          companies: isAboutCompany ? await suggestCompanies(context, row.brand, wanted) : [],
          relations: field === "relations" ? await listRelations(context, contact.id) : [],
          members: field === "account_team" ? await listTeamCandidates(context, row.brand) : [],
          team: field === "account_team" ? await listAccountTeam(context, row.companyId) : [],
        }
      : null,
  };
}

/** What its reader can choose from on the page of a request. */
export interface RequestChoices {
  readonly workers: readonly Worker[];
  readonly replies: readonly CannedReply[];
}

export async function readRequestChoices(
  context: Context<StaffViewer>,
  found: StaffRequest,
  name: string,
): Promise<RequestChoices> {
  return {
    workers: await listWorkers(context, "request", found.brand.key),
    replies: await listCannedReplies(context, "request", found.brand.key, {
      name: found.askedBy.name,
      number: found.number,
      subject: found.subject,
      company: found.company.name,
      agent: name,
    }),
  };
}
