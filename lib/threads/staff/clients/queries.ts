import { and, desc, eq } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { CloseReason, RequestKind, Severity, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { activity, isOpen } from "@/lib/threads/list/queries";
import { readsThreads, visibleThreads } from "@/lib/threads/policy";

/** A case, request or chat on the page of a company or a contact. */
export interface ClientThread {
  readonly number: string;
  readonly subject: string;
  readonly status: ThreadStatus;
  readonly closeReason: CloseReason | null;
  /** Of a case. */
  readonly severity: Severity | null;
  /** Of a request. */
  readonly topic: RequestKind | null;
  readonly openedBy: { readonly id: string; readonly name: string };
  /** ISO, business time, and the same as text in the viewer's zone. */
  readonly activeAt: string;
  readonly activeWhen: string;
  readonly activeShort: string;
}

/** Whose threads: a company's, or those that a contact opened. */
export type ThreadsOf = { readonly companyId: string } | { readonly contactId: string };

/**
 * Threads of one kind, the latest activity first, at most `limit`; with `openOnly` those that are not closed. Null for
 * staff who do not read threads of the kind.
 */
export async function listClientThreads(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  of: ThreadsOf,
  { openOnly, limit, local }: { readonly openOnly: boolean; readonly limit: number; readonly local: Zoned },
): Promise<ClientThread[] | null> {
  if (!readsThreads(viewer, kind)) return null;
  const rows = await db
    .select({
      number: threads.number,
      subject: threads.subject,
      status: threads.status,
      closeReason: threads.closeReason,
      severity: threads.severity,
      topic: threads.topic,
      openedBy: threads.openedBy,
      openedByName: threads.openedByName,
      activeAt: threads.activeAt,
    })
    .from(threads)
    .where(
      and(
        visibleThreads(viewer, kind),
        "companyId" in of ? eq(threads.companyId, of.companyId) : eq(threads.openedBy, of.contactId),
        openOnly ? isOpen : undefined,
      ),
    )
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(limit);
  return rows.map(({ openedBy, openedByName, activeAt, ...row }) => ({
    ...row,
    openedBy: { id: openedBy, name: openedByName },
    ...activity({ activeAt }, local),
  }));
}
