import { eq } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { threads } from "@/db/schema";
import type { ChangeField, ChangeState, RequestKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import {
  type CompanyChoice,
  currentValue,
  findChange,
  findChangedContact,
  listRelations,
  suggestCompanies,
  valueDigest,
} from "@/lib/threads/requests/changes/staff/queries";
import { readAbout } from "@/lib/threads/requests/queries";
import { findRequestRecord, type RequestRecord } from "@/lib/threads/requests/record/queries";
import {
  type RequestCompanyFacts,
  type RequestContactFacts,
  readRequestCompany,
  readRequestContact,
} from "@/lib/threads/requests/staff/background/queries";
import { listTeamCandidates } from "@/lib/threads/requests/staff/choices/queries";
import { type CannedReply, listCannedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { type Around, readAround } from "@/lib/threads/staff/neighbors/queries";
import {
  type Away,
  findAway,
  findNamedStaff,
  findOfTeam,
  listWorkers,
  type NamedStaff,
  type Worker,
} from "@/lib/threads/staff/people/queries";
import { readStaffThread, type StaffThread } from "@/lib/threads/staff/queries";
import { decidesChanges } from "./policy";

/** A change as it was asked for, what became of it, and what is needed to decide it. */
export interface StaffChange {
  readonly field: ChangeField;
  readonly before: string;
  readonly wanted: string;
  /** The current value of the field. */
  readonly now: string;
  readonly nowDigest: string;
  readonly state: ChangeState;
  readonly decidedByName: string | null;
  readonly decidedWhen: Moment | null;
  readonly applied: string | null;
  /** The choices of a decision; null for a viewer who may not decide, and where there is nothing to decide any more. */
  readonly decision: {
    /** Companies with names like what was wanted. */
    readonly companies: readonly CompanyChoice[];
    readonly relations: readonly CompanyChoice[];
    /** Staff who can be put on the account team. */
    readonly members: readonly Worker[];
    /** The members of the account team. */
    readonly team: readonly TeamMember[];
  } | null;
}

export interface StaffRequest extends StaffThread<"request"> {
  readonly around: Around;
  readonly kind: RequestKind;
  readonly askedBy: Worker;
  readonly askedWhen: Moment;
  /** The member of the account team to whom it was written, by their name at that time. */
  readonly memberName: string | null;
  /** The same person as a member of staff, where they are one today. */
  readonly member: NamedStaff | null;
  readonly owner:
    | (NamedStaff & {
        readonly isMe: boolean;
        readonly standsInFor: NamedStaff | null;
        /** Null for an owner who is not away today. */
        readonly away: (Away & { readonly standIn: NamedStaff | null }) | null;
      })
    | null;
  /** `YYYY-MM-DD` in the brand's zone, like `today`. */
  readonly neededBy: string | null;
  readonly today: string;
  readonly about: {
    readonly agreement: { readonly id: string; readonly product: string; readonly endsOn: string } | null;
    /** Numbers as printed; both documents are null for roles that do not read money. */
    readonly invoice: { readonly id: string; readonly number: string } | null;
    readonly estimate: { readonly id: string; readonly number: string } | null;
  };
  readonly change: StaffChange | null;
  readonly company: RequestCompanyFacts;
  readonly contact: RequestContactFacts;
}

/** A request with everything that its staff page shows; null where the viewer may not see it. */
export async function findStaffRequest(
  context: Context<StaffViewer>,
  number: string,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffRequest | null> {
  const row = await findRequestRecord(context, eq(threads.number, number));
  const brand = row && brands.find(({ key }) => key === row.brand);
  if (!row || !brand) return null;
  const time = (at: Date) => momentOf(at, local.zone);
  const joined = inOneStatement(context);
  const { company, contact, shown, about, owner, member, change, around } = await together({
    company: readRequestCompany(joined, row, brand, local),
    contact: readRequestContact(joined, row, brand, local),
    shown: readStaffThread(context, row, { brand, brands, targetKey: row.topic, local }),
    about: readAbout(joined, row),
    owner: readOwner(joined, row),
    member: row.memberId ? findOfTeam(joined, row.memberId) : null,
    around: readAround(joined, "request", row, local),
    change: row.topic === "change" ? readChange(joined, row, time) : null,
  });
  if (!company || !contact || !shown) return null;
  return {
    ...shown,
    kind: row.topic,
    askedBy: { id: row.openedBy, name: row.openedByName },
    askedWhen: time(row.createdAt),
    memberName: row.memberName,
    member,
    owner,
    neededBy: row.neededBy,
    today: businessToday(brand.zone),
    about: {
      agreement: row.agreementId && about.agreement ? { id: row.agreementId, ...about.agreement } : null,
      invoice: row.invoiceId && about.invoice ? { id: row.invoiceId, number: about.invoice.number } : null,
      estimate: row.estimateId && about.estimate ? { id: row.estimateId, number: about.estimate } : null,
    },
    change,
    company,
    contact,
    around,
  };
}

async function readOwner(context: Context<StaffViewer>, row: RequestRecord): Promise<StaffRequest["owner"]> {
  if (!row.ownerId) return null;
  const { away, owner, standsInFor } = await together({
    away: findAway(context, row.ownerId),
    owner: findNamedStaff(context, row.ownerId),
    standsInFor: row.standsInFor ? findNamedStaff(context, row.standsInFor) : null,
  });
  return {
    ...(owner ?? { id: row.ownerId, name: "", hasPage: false }),
    isMe: row.ownerId === context.viewer.staffId,
    standsInFor,
    away: away && { ...away, standIn: away.standInId ? await findNamedStaff(context, away.standInId) : null },
  };
}

async function readChange(
  context: Context<StaffViewer>,
  row: RequestRecord,
  time: (at: Date) => Moment,
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
      ? await together({
          companies: isAboutCompany ? suggestCompanies(context, row.brand, wanted) : [],
          relations: field === "relations" ? listRelations(context, contact.id) : [],
          members: field === "account_team" ? listTeamCandidates(context, row.brand) : [],
          team: field === "account_team" ? listAccountTeam(context, row.companyId) : [],
        })
      : null,
  };
}

/** What staff can choose from on the page of a request. */
export interface RequestChoices {
  readonly workers: readonly Worker[];
  readonly replies: readonly CannedReply[];
}

export async function readRequestChoices(
  context: Context<StaffViewer>,
  found: StaffRequest,
  name: string,
): Promise<RequestChoices> {
  const joined = inOneStatement(context);
  return together({
    workers: listWorkers(joined, "request", found.brand.key),
    replies: listCannedReplies(joined, "request", found.brand.key, {
      name: found.askedBy.name,
      number: found.number,
      subject: found.subject,
      company: found.company.name,
      agent: name,
    }),
  });
}
