import { staff, type threadEvents } from "@/db/schema";
import type { Context, Viewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";
import { personOf } from "@/lib/gate/viewers";
import { visibleManagers } from "@/lib/people/account-team/staff/policy";
import { isBegunByFirm, type NamedPerson } from "@/lib/threads/types";

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

/** What a quiet line says, without who did it and when. */
export function eventFacts(viewer: Viewer, row: Row, pages: ReadonlySet<string>) {
  const isMe = row.subjectId === personOf(viewer).id;
  return {
    ...{ what: row.kind, internal: row.internal, before: row.before, after: row.after },
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
