import { and, eq, inArray, type SQL } from "drizzle-orm";
import { files, inboundMails, threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { isFileId } from "@/lib/files/rules";
import type { Looked } from "@/lib/people/looks/service";
import { visibleFiles } from "@/lib/threads/files/policy";
import { visibleThreads } from "@/lib/threads/policy";
import { visibleReceived } from "@/lib/threads/received/policy";
import { LOOKED_WITH } from "./rules";

const columns = { brand: threads.brand, companyId: threads.companyId, kind: threads.kind };
const looked = ({ kind, ...row }: { brand: string; companyId: string; kind: ThreadKind }): Looked => ({
  ...row,
  kinds: LOOKED_WITH[kind],
});

async function firstThread({ viewer, db }: Context<StaffViewer>, which: SQL): Promise<Looked | null> {
  const [row] = await db
    .select(columns)
    .from(threads)
    .where(and(visibleThreads(viewer), which));
  return row ? looked(row) : null;
}

/** Whose a thread is; null for one that the viewer does not see. */
export const lookedOfThread = (context: Context<StaffViewer>, id: string) => firstThread(context, eq(threads.id, id));

/** Whose thread a file is in; null for a file that the viewer does not see, or that is in no thread yet. */
export async function lookedOfFile({ viewer, db }: Context<StaffViewer>, id: string): Promise<Looked | null> {
  if (!isFileId(id)) return null;
  const [row] = await db
    .select(columns)
    .from(files)
    .innerJoin(threads, eq(threads.id, files.threadId))
    .where(and(visibleFiles(viewer), visibleThreads(viewer), eq(files.id, id)));
  return row ? looked(row) : null;
}

/** Whose threads received mails are for; nothing of a mail that the viewer does not see. */
export async function lookedOfReceived(
  { viewer, db }: Context<StaffViewer>,
  ids: readonly string[],
): Promise<Looked[]> {
  const rows = await db
    .select(columns)
    .from(inboundMails)
    .innerJoin(threads, eq(threads.id, inboundMails.threadId))
    .where(and(visibleReceived(viewer), visibleThreads(viewer), inArray(inboundMails.id, [...ids])));
  return rows.map(looked);
}
