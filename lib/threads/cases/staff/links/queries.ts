import { and, asc, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { caseLinks, staff, threads } from "@/db/schema";
import type { CaseLinkKind, ThreadStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { StatusOf } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";
import { hasStaffPage, type NamedStaff } from "@/lib/threads/staff/people/queries";
import { visibleColleagues } from "@/lib/threads/staff/policy";
import { visibleCaseLinks } from "./policy";
import { linkWords } from "./rules";

/** Another case, as the page of a case names it. */
export interface CaseLink {
  readonly number: string;
  readonly subject: string;
  readonly status: StatusOf<"case">;
  /** `Duplicate of` */
  readonly words: string;
  readonly by: NamedStaff;
}

/** The cases that are linked with one, from either side, the oldest link first. */
export async function listCaseLinks({ viewer, db }: Context<StaffViewer>, caseId: string): Promise<CaseLink[]> {
  const rows = await db
    .select({
      number: threads.number,
      subject: threads.subject,
      status: sql<ThreadStatus>`${threads.status}`,
      kind: caseLinks.kind,
      linker: caseLinks.threadId,
      by: { id: caseLinks.staffId, name: caseLinks.staffName, hasPage: hasStaffPage(viewer) },
    })
    .from(caseLinks)
    .innerJoin(threads, and(visibleThreads(viewer, "case"), ne(threads.id, caseId), isEnd(sql`${threads.id}`)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, caseLinks.staffId)))
    .where(and(visibleCaseLinks(viewer), or(eq(caseLinks.threadId, caseId), eq(caseLinks.otherId, caseId))))
    .orderBy(asc(caseLinks.createdAt), asc(threads.id));
  return rows.map(({ kind, linker, status, ...row }) => ({
    ...row,
    status: status as StatusOf<"case">,
    words: linkWords(kind, linker === caseId),
  }));
}

const isEnd = (id: SQL) => or(eq(caseLinks.threadId, id), eq(caseLinks.otherId, id));

/** The link between two cases, whichever was linked to which. */
export function linkBetween(one: string, other: string): SQL {
  return sql`(${and(eq(caseLinks.threadId, one), eq(caseLinks.otherId, other))} or ${and(eq(caseLinks.threadId, other), eq(caseLinks.otherId, one))})`;
}

/** What the link between two cases is, and which of them was linked to the other; null where there is none. */
export async function findLink(
  { viewer, db }: Context<StaffViewer>,
  one: string,
  other: string,
): Promise<{ readonly kind: CaseLinkKind; readonly linker: string } | null> {
  const [row] = await db
    .select({ kind: caseLinks.kind, linker: caseLinks.threadId })
    .from(caseLinks)
    .where(and(visibleCaseLinks(viewer), linkBetween(one, other)));
  return row ?? null;
}
