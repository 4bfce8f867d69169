import { and, asc, eq, inArray, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { isOpen } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { listWorkers, type Worker } from "@/lib/threads/staff/people/queries";
import { OPEN_WORK, type OpenWork } from "./schema";

type Looking = Context<StaffViewer>;

const KIND_OF: Readonly<Record<OpenWork, ThreadKind>> = {
  ...{ case: "case", request: "request", renewal: "request", chat: "chat" },
};
const RENEWAL_TOPICS = ["renewal", "support_agreement"] as const;

/** The open threads of one kind of work that a person owns, on the viewer's brands. */
function owned(viewer: StaffViewer, owner: string, work: OpenWork): SQL {
  const topic =
    work === "renewal"
      ? inArray(threads.topic, [...RENEWAL_TOPICS])
      : work === "request"
        ? or(isNull(threads.topic), notInArray(threads.topic, [...RENEWAL_TOPICS]))
        : undefined;
  return and(visibleThreads(viewer, KIND_OF[work]), eq(threads.ownerId, owner), isOpen, topic) ?? sql`false`;
}

/** What a person holds open of one kind of work, and who may take it. */
export interface OpenWorkLine {
  readonly work: OpenWork;
  readonly count: number;
  /** Colleagues who work this kind on a brand of the viewer's, without the person. */
  readonly colleagues: readonly Worker[];
}

/** What a person holds open on the viewer's brands, a line for each kind of work. */
export async function readOpenWork(context: Looking, owner: string): Promise<OpenWorkLine[]> {
  const { viewer, db } = context;
  const others = async (kind: ThreadKind) => (await listWorkers(context, kind)).filter(({ id }) => id !== owner);
  const [counts, cases, requests, chats] = await Promise.all([
    Promise.all(OPEN_WORK.map((work) => db.$count(threads, owned(viewer, owner, work)))),
    ...[others("case"), others("request"), others("chat")],
  ]);
  const colleagues = { case: cases, request: requests, renewal: requests, chat: chats };
  return OPEN_WORK.map((work, place) => ({ work, count: counts[place] ?? 0, colleagues: colleagues[work] ?? [] }));
}

export interface OwnedThread {
  readonly kind: ThreadKind;
  readonly number: string;
  readonly brand: string;
}

/** The open threads of one kind of work that a person owns, oldest first, at most `limit`. */
export async function listOwned(
  { viewer, db }: Looking,
  owner: string,
  work: OpenWork,
  limit: number,
): Promise<OwnedThread[]> {
  return db
    .select({ kind: threads.kind, number: threads.number, brand: threads.brand })
    .from(threads)
    .where(and(visibleThreads(viewer, KIND_OF[work]), owned(viewer, owner, work)))
    .orderBy(asc(threads.id))
    .limit(limit);
}
