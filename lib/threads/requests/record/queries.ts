import { and, eq, type SQL } from "drizzle-orm";
import { requests, threads } from "@/db/schema";
import type { RequestKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import {
  lockThread,
  missingThread,
  type ThreadPlace,
  type ThreadRecord,
  threadColumns,
} from "@/lib/threads/life/queries";
import { visibleThreads } from "@/lib/threads/policy";

/** Columns that only requests have. */
const special = {
  memberId: requests.memberId,
  memberName: requests.memberName,
  agreementId: requests.agreementId,
  invoiceId: requests.invoiceId,
  estimateId: requests.estimateId,
  neededBy: requests.neededBy,
};

const requestColumns = { ...threadColumns, ...special };
export type RequestRecord = Omit<ThreadRecord<"request">, "topic"> & { readonly topic: RequestKind } & Pick<
    typeof requests.$inferSelect,
    keyof typeof special
  >;

/** A request that the viewer sees; null for any other. */
export async function findRequestRecord(
  { viewer, db }: Context,
  which: SQL | undefined,
): Promise<RequestRecord | null> {
  const [row] = await db
    .select(requestColumns)
    .from(threads)
    .innerJoin(requests, eq(requests.id, threads.id))
    .where(and(visibleThreads(viewer, "request"), which));
  return (row as RequestRecord | undefined) ?? null;
}

/** The request, locked as lockThread does. */
export async function lockRequest(context: Context, place: ThreadPlace): Promise<RequestRecord> {
  const { id } = await lockThread(context, "request", place);
  const row = await findRequestRecord(context, eq(threads.id, id));
  if (!row) throw missingThread("request");
  return row;
}
