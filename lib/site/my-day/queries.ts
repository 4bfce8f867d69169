import { and, ne, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { inOneStatement } from "@/db/one-statement";
import { resources, threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { readsCspReports } from "@/lib/gate/csp-reports/policy";
import { type CspCount, countCspReports } from "@/lib/gate/csp-reports/queries";
import { readsCases, worksCases, worksRequests } from "@/lib/gate/rights";
import { systemNow, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { readsMailLog } from "@/lib/mail/log/policy";
import { countFailedMail, listTroubles, type Trouble } from "@/lib/mail/log/queries";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { countReady } from "@/lib/people/connect/staff/queries";
import { listOwnDuties } from "@/lib/people/on-call/queries";
import type { OwnDuty } from "@/lib/people/on-call/types";
import { editsLibrary, visibleResources } from "@/lib/site/library/policy";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import { countStaffCases, type StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import { countDesk, type DeskCounts } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { CLOCK, isLate, isOpen, isUnread } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { listRenewalsDue, type Renewal } from "@/lib/threads/requests/renewals/queries";
import {
  countRequestsBeside,
  isUnownedRequest,
  listAwayForMe,
  type StaffRequestCounts,
} from "@/lib/threads/requests/staff/queue/queries";
import {
  counted,
  isAwake,
  isUnowned,
  ownedBy,
  type QueueOwner,
  readQueueRows,
} from "@/lib/threads/staff/queue/queries";
import { type DayPart, MOST_OF_PART, RENEWALS_SHOWN } from "./rules";

/** A case or request in the viewer's day. */
export interface DayRow {
  readonly id: string;
  readonly kind: "case" | "request";
  readonly number: string;
  readonly subject: string;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly unread: boolean;
  readonly clock: AnswerClock | null;
  /** The severity of a case, the topic of a request. */
  readonly about: string;
  readonly owner: Pick<QueueOwner, "id" | "name" | "hasPage"> | null;
}

interface Drafts {
  readonly brand: string;
  readonly draft: number;
  readonly scheduled: number;
}

/** What a member of staff looks at first. What their roles do not read is null, and nothing of it is read. */
export interface MyDay {
  /** Null for who works neither cases nor requests. */
  readonly parts: Readonly<Record<DayPart, readonly DayRow[]>> | null;
  readonly cases: StaffCaseCounts | null;
  readonly requests: StaffRequestCounts | null;
  readonly chats: DeskCounts | null;
  /** Agreements that end within 30 days, not renewed, about which nobody has asked: the first RENEWALS_SHOWN. */
  readonly renewals: readonly Renewal[] | null;
  /** How many of them there are. */
  readonly renewalsDue: number | null;
  /** People who wait for an account. */
  readonly visitors: number | null;
  /** Mails of the last week that did not arrive. */
  readonly failedMails: number | null;
  /** Resources that are not out, of each of the viewer's brands: their editor's list is of one brand. */
  readonly drafts: readonly Drafts[] | null;
  readonly duties: readonly OwnDuty[];
  readonly troubles: readonly Trouble[];
  readonly blocked: readonly CspCount[] | null;
}

/** In two steps: what the second asks for depends on the first. */
export async function readMyDay(context: Context<StaffViewer>, brands: readonly Brand[], local: Zoned): Promise<MyDay> {
  const { viewer } = context;
  const joined = inOneStatement(context);
  const works = worksRequests(viewer);
  const { picked, away, due, ...day } = await together({
    picked: pickThreads(joined),
    away: works ? listAwayForMe(context) : null,
    cases: readsCases(viewer) ? countStaffCases(joined) : null,
    chats: worksChats(viewer) ? countDesk(joined) : null,
    due: works ? listRenewalsDue(context, brands, RENEWALS_SHOWN) : null,
    visitors: admitsVisitors(viewer) ? countReady(joined) : null,
    failedMails: readsMailLog(viewer) ? countFailedMail(joined) : null,
    drafts: editsLibrary(viewer) ? countDrafts(joined, brands) : null,
    duties: listOwnDuties(context, local),
    troubles: listTroubles(joined),
    blocked: readsCspReports(viewer) ? countCspReports(joined, systemNow()) : null,
  });
  const second = inOneStatement(context);
  const { parts, requests } = await together({
    parts: picked && readParts(second, picked, brands, local),
    requests: away && countRequestsBeside(second, away),
  });
  return { ...day, renewals: due?.rows ?? null, renewalsDue: due?.count ?? null, parts, requests };
}

async function countDrafts({ viewer, db }: Context<StaffViewer>, brands: readonly Brand[]): Promise<Drafts[]> {
  const rows = await db
    .select({
      brand: resources.brand,
      draft: counted(sql`${resources.state} = 'draft'`),
      scheduled: counted(sql`${resources.state} = 'scheduled'`),
    })
    .from(resources)
    .where(visibleResources(viewer))
    .groupBy(resources.brand);
  return brands.map(({ key }) => rows.find(({ brand }) => brand === key) ?? { brand: key, draft: 0, scheduled: 0 });
}

interface Picked {
  readonly id: string;
  readonly kind: ThreadKind;
  readonly part: DayPart;
}

/** Which threads stand in which part of the day; null for who works neither cases nor requests. */
async function pickThreads({ viewer, db }: Context<StaffViewer>): Promise<readonly Picked[] | null> {
  const kinds = [
    ...(worksCases(viewer) ? ["case" as const] : []),
    ...(worksRequests(viewer) ? ["request" as const] : []),
  ];
  if (kinds.length === 0) return null;
  const mine = ownedBy([viewer.staffId]);
  const isNew = sql`(case when ${threads.kind} = 'request' then ${isUnownedRequest(viewer)} else ${isUnowned} end)`;
  const pick = (part: DayPart, which: SQL | undefined) =>
    db
      .select({ id: threads.id, kind: threads.kind, part: sql<DayPart>`${sql.raw(`'${part}'::text`)}`.as("part") })
      .from(threads)
      .where(and(visibleThreads(viewer, ...kinds), isOpen, which))
      // What is owed an answer first, the earliest due at the top.
      .orderBy(sql`(${threads.answerDueAt} is null), ${CLOCK}, ${threads.id}`)
      .limit(MOST_OF_PART[part]);
  return unionAll(
    pick("mine", and(mine, isAwake(viewer), sql`(${threads.answerDueAt} is not null or ${isUnread(viewer)})`)),
    pick("unowned", and(isNew, isAwake(viewer))),
    pick("late", and(isLate, ne(threads.ownerId, viewer.staffId))),
  );
}

async function readParts(
  context: Context<StaffViewer>,
  picked: readonly Picked[],
  brands: readonly Brand[],
  local: Zoned,
): Promise<MyDay["parts"]> {
  const ids = (kind: string) => [...new Set(picked.filter((row) => row.kind === kind).map(({ id }) => id))];
  const { cases, requests } = await together({
    cases: readQueueRows(context, "case", {
      ...{ ids: ids("case"), brands, local, targetKeyOf: ({ severity }) => severity ?? "question" },
    }),
    requests: readQueueRows(context, "request", {
      ...{ ids: ids("request"), brands, local, targetKeyOf: ({ topic }) => topic ?? "message" },
    }),
  });
  const rows = new Map<string, DayRow>([
    ...cases.map(
      ({ shown, thread, owner }) => [shown.id, dayRow("case", shown, thread.severity ?? "question", owner)] as const,
    ),
    ...requests.map(
      ({ shown, thread, owner }) => [shown.id, dayRow("request", shown, thread.topic ?? "message", owner)] as const,
    ),
  ]);
  const of = (part: DayPart) => picked.flatMap((row) => (row.part === part ? (rows.get(row.id) ?? []) : []));
  return { mine: of("mine"), unowned: of("unowned"), late: of("late") };
}

function dayRow(
  kind: DayRow["kind"],
  { id, number, subject, brand, company, unread, clock }: Omit<DayRow, "kind" | "about" | "owner">,
  about: string,
  owner: DayRow["owner"],
): DayRow {
  return { ...{ id, kind, number, subject, brand, company, unread, clock, about, owner } };
}
