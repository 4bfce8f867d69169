import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import { threadParticipants, threads } from "@/db/schema";
import type { Severity } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { together } from "@/lib/kit/together";
import { type Colleague, listColleagues } from "@/lib/threads/cases/queries";
import { findThread, type ThreadRecord } from "@/lib/threads/life/queries";
import { isOpen } from "@/lib/threads/list/queries";
import { findSurvivor } from "@/lib/threads/merges/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";

/** One of the two cases of a merge, as its preview names it. */
export interface MergeEnd {
  readonly number: string;
  readonly subject: string;
  readonly severity: Severity | null;
  readonly openedByName: string;
}

/** What the page before a merge shows. */
export interface MergePreview {
  readonly companyId: string;
  readonly brand: string;
  readonly from: MergeEnd & { readonly isClosed: boolean };
  /** Null: none was named, or there is none of that number in the brand. */
  readonly into: MergeEnd | null;
  /** Why the two cannot be merged, in a sentence; null where they can. */
  readonly refusal: string | null;
  /** Contacts who filed or take part in the first case and not in the other. */
  readonly leftOut: readonly Colleague[];
  /** The case in which it goes on already. */
  readonly survivor: string | null;
  /** Other open cases of the company, the latest activity first. */
  readonly others: readonly MergeEnd[];
}

const MOST_OTHERS = 8;

const end = {
  number: threads.number,
  subject: threads.subject,
  severity: threads.severity,
  openedByName: threads.openedByName,
};

const endOf = ({ number, subject, severity, openedByName }: ThreadRecord<"case">): MergeEnd => ({
  ...{ number, subject, severity, openedByName },
});

/** Null where the viewer may not see the case. */
export async function readMergePreview(
  context: Context<StaffViewer>,
  number: string,
  into: string | null,
): Promise<MergePreview | null> {
  const from = await orNull(findThread(context, "case", { number }));
  if (!from) return null;
  const { other, survivor, others } = await together({
    other: into === null ? null : orNull(findThread(context, "case", { brand: from.brand, number: into })),
    survivor: findSurvivor(context, from),
    others: listOthers(context, from),
  });
  const refusal = other && refusalOf(from, other);
  return {
    ...{ companyId: from.companyId, brand: from.brand, survivor, others, refusal },
    from: { ...endOf(from), isClosed: from.status === "closed" },
    into: other && endOf(other),
    leftOut: other && refusal === null ? await listLeftOut(context, from, other) : [],
  };
}

const STOPPED: Severity = "production_stopped";

/** Why the first case cannot go on in the other, in a sentence; null where it can. */
export function refusalOf(from: ThreadRecord<"case">, into: ThreadRecord<"case">): string | null {
  if (from.id === into.id) return "This is the case itself. Enter another number.";
  if (from.brand !== into.brand || from.companyId !== into.companyId) {
    return `${into.number} is of another company. Only cases of one company are merged.`;
  }
  if (from.status === "closed") return `${from.number} is closed already.`;
  // Closed, it would call nobody any more.
  if (from.severity === STOPPED && into.severity !== STOPPED) {
    return `${from.number} says that production is stopped. Set that severity in ${into.number} first, so that whoever is on call is still called.`;
  }
  return into.status === "closed" ? `${into.number} is closed. Open it again first.` : null;
}

/**
 * Contacts who filed or take part in the first case and not in the other. A merge by itself gives nobody the sight of a
 * case, so an agent adds them with it. Who may not see the company's cases any more reads neither.
 */
export async function listLeftOut(
  context: Context<StaffViewer>,
  from: ThreadRecord<"case">,
  into: ThreadRecord<"case">,
): Promise<Colleague[]> {
  const { viewer, db } = context;
  const { colleagues, rows } = await together({
    colleagues: listColleagues(context, into.id),
    rows: db
      .select({ threadId: threadParticipants.threadId, contactId: threadParticipants.contactId })
      .from(threadParticipants)
      .where(
        and(
          ofVisibleThreads(viewer, threadParticipants.threadId),
          inArray(threadParticipants.threadId, [from.id, into.id]),
        ),
      ),
  });
  const takesPart = ({ id, openedBy }: ThreadRecord, contactId: string) =>
    openedBy === contactId || rows.some((row) => row.threadId === id && row.contactId === contactId);
  return colleagues.filter(({ id }) => takesPart(from, id) && !takesPart(into, id));
}

async function listOthers({ viewer, db }: Context<StaffViewer>, from: ThreadRecord<"case">): Promise<MergeEnd[]> {
  return db
    .select(end)
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), eq(threads.companyId, from.companyId), ne(threads.id, from.id), isOpen))
    .orderBy(desc(threads.activeAt), asc(threads.id))
    .limit(MOST_OTHERS);
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
