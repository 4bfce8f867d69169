import { and, inArray } from "drizzle-orm";
import { staff, type threadEvents, threads } from "@/db/schema";
import type { ThreadEventKind } from "@/db/schema/constants";
import type { Context, Viewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";
import { personOf } from "@/lib/gate/viewers";
import { visibleManagers } from "@/lib/people/account-team/staff/policy";
import { visibleThreads } from "@/lib/threads/policy";
import { isBegunByFirm, type NamedPerson, UNSEEN } from "@/lib/threads/types";

/** Ids of the colleagues whose page in the team the viewer may open. Clients open none. */
export async function readStaffPages({ viewer, db }: Context): Promise<ReadonlySet<string>> {
  if (viewer.kind !== "staff" || !worksRequests(viewer)) return new Set();
  const rows = await db.select({ id: staff.id }).from(staff).where(visibleManagers(viewer));
  return new Set(rows.map(({ id }) => id));
}

type Row = Pick<
  typeof threadEvents.$inferSelect,
  "kind" | "internal" | "actorKind" | "before" | "after" | "note" | "subjectId"
>;

/** Events that name another thread by its number. */
const OF_ANOTHER: readonly ThreadEventKind[] = ["linked", "merged", "became"];

const othersOf = ({ kind, before, after }: Pick<Row, "kind" | "before" | "after">) =>
  OF_ANOTHER.includes(kind) ? [before, after].filter((number) => number !== null) : [];

/** Numbers of other threads that these events name, of those that the viewer may see today. */
export async function readOthers(
  { viewer, db }: Context,
  events: readonly Pick<Row, "kind" | "before" | "after">[],
): Promise<ReadonlySet<string>> {
  const numbers = [...new Set(events.flatMap(othersOf))];
  if (numbers.length === 0) return new Set();
  const rows = await db
    .select({ number: threads.number })
    .from(threads)
    .where(and(visibleThreads(viewer), inArray(threads.number, numbers)));
  return new Set(rows.map(({ number }) => number));
}

/** What the viewer is told beside the rows: whose pages in the team they may open, and numbers as of readOthers. */
export interface EventSight {
  readonly pages: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** What a quiet line says, without who did it and when. */
export function eventFacts(viewer: Viewer, row: Row, { pages, others }: EventSight) {
  const isMe = row.subjectId === personOf(viewer).id;
  const unseen = othersOf(row).filter((number) => !others.has(number));
  const shown = (value: string | null) => (value !== null && unseen.includes(value) ? UNSEEN : value);
  return {
    ...{ what: row.kind, internal: row.internal, before: shown(row.before), after: shown(row.after) },
    ...namedIn(viewer, row, pages),
    ...(row.note === null ? {} : { handover: { toMe: isMe, note: row.note } }),
    ...(isBegunByFirm(row) ? { forMe: isMe } : {}),
  };
}

/**
 * Whom an event names beside who did it, where the viewer may open a page of theirs. Whoever of the staff reads a thread
 * may open those of its contacts.
 */
function namedIn(viewer: Viewer, { kind, subjectId }: Row, pages: ReadonlySet<string>): { named?: NamedPerson } {
  if (viewer.kind !== "staff" || subjectId === null) return {};
  switch (kind) {
    case "assigned":
    case "mentioned":
    case "invited":
      return pages.has(subjectId) ? { named: { kind: "staff", id: subjectId } } : {};
    case "participant_added":
    case "participant_removed":
    case "handed_over":
    case "filed":
    case "asked":
      return { named: { kind: "contact", id: subjectId } };
    default:
      return {};
  }
}
