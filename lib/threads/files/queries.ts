import { and, eq, inArray, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { files, threads } from "@/db/schema";
import { THREAD_KINDS } from "@/db/schema/constants";
import { type Context, runAsViewer } from "@/db/viewer";
import { isFileId, SERVED_STATES } from "@/lib/files/rules";
import type { ServedFile } from "@/lib/files/serve";
import { redeemTicket } from "@/lib/files/tickets";
import { loadSessionById } from "@/lib/gate/auth/session-store";
import { hasCases, mayAsk } from "@/lib/gate/rights";
import { visibleThreads, worksThreads } from "@/lib/threads/policy";
import { visibleFiles } from "./policy";

/**
 * A file that the viewer may open now. Null for a file of a thread that they do not see, for one that was not checked
 * yet, and for one that is blocked, held or discarded.
 */
export async function findFile({ viewer, db }: Context, id: string): Promise<ServedFile | null> {
  if (!isFileId(id)) return null;
  const [row] = await db
    .select({ id: files.id, name: files.name, sizeBytes: files.sizeBytes, mediaType: files.mediaType })
    .from(files)
    .where(and(visibleFiles(viewer), eq(files.id, id), inArray(files.scan, [...SERVED_STATES])));
  return row ?? null;
}

/**
 * Uses up a ticket and returns its file, if the person it was made for is still signed in with the same session and may
 * open the file now; otherwise null. `now` is system time.
 */
export async function redeemFile(secret: string, now: Temporal.Instant): Promise<ServedFile | null> {
  const ticket = await redeemTicket(secret, now);
  if (!ticket) return null;
  const signedIn = await loadSessionById(ticket.sessionId, ticket.brand, now);
  if (signedIn?.account.id !== ticket.accountId || signedIn.account.kind !== ticket.accountKind) return null;
  return runAsViewer(signedIn.viewer, "read", (context) => findFile(context, ticket.fileId));
}

/** May the viewer upload files? They may if they can write in some case or request today. */
export async function mayUpload({ viewer, db }: Context): Promise<boolean> {
  if (viewer.kind === "staff") return THREAD_KINDS.some((kind) => worksThreads(viewer, kind));
  if (mayAsk(viewer)) return true;
  const [request] = await db.select({ id: threads.id }).from(threads).where(visibleThreads(viewer)).limit(1);
  if (request) return true;
  if (!hasCases(viewer)) return false;
  const rows = await db.execute(sql`select 1 from case_companies() where in_force limit 1`);
  return rows.length > 0;
}
