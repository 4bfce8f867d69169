import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { bulkDeeds } from "@/db/schema";
import type { BulkRow } from "@/db/schema/workbench";
import type { BulkDeed, BulkList, BulkOutcome } from "@/db/schema/workbench-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, type AppErrorCode, FormUsed } from "@/lib/errors";
import { visibleBulkDeeds } from "./policy";

type Writing = Context<StaffViewer>;

export interface Deed {
  readonly id: string;
}

interface Asked {
  /** Made with the form. */
  readonly id: string;
  readonly kind: BulkList;
  readonly deed: BulkDeed;
  /** Numbers or ids; several times the same is one row. */
  readonly rows: readonly string[];
  /** Whatever else was asked, to tell a form sent twice from another. */
  readonly content: string;
  readonly rest?: Pick<typeof bulkDeeds.$inferInsert, "toId" | "toStatus" | "toUntil">;
}

/**
 * Does something to each chosen row, in their order, so that two selections that share some do not wait for each other,
 * and keeps what became of each. The same form sent again does nothing. What the row's own service refuses is an outcome
 * of this row: `act` must refuse before it writes. Throws FormUsed for an id that came with other content.
 */
export async function doOnce(
  context: Writing,
  { id, kind, deed, content, rest, ...chosen }: Asked,
  act: (number: string) => Promise<BulkRow>,
): Promise<Deed> {
  const { viewer, db } = context;
  const numbers = [...new Set(chosen.rows)].sort();
  const asked = createHash("sha256")
    .update(JSON.stringify([kind, deed, numbers, content]))
    .digest("base64url");
  if (await isStored(context, id, asked)) return { id };
  const rows: BulkRow[] = [];
  for (const number of numbers) rows.push(await judged(number, () => act(number)));
  const made = await db
    .insert(bulkDeeds)
    .values({ id, staffId: viewer.staffId, kind, deed, asked, rows, ...rest })
    .onConflictDoNothing();
  // The same form came twice at once, and its first copy has done everything. Another's id undoes all of this.
  if (made.count === 0 && !(await isStored(context, id, asked))) throw new FormUsed();
  await db
    .delete(bulkDeeds)
    .where(and(visibleBulkDeeds(viewer), lt(bulkDeeds.createdAt, sql`now() - interval '1 day'`)));
  return { id };
}

const OUTCOMES: Partial<Readonly<Record<AppErrorCode, BulkOutcome>>> = {
  NOT_FOUND: "missing",
  FORBIDDEN: "refused",
  INVALID: "refused",
  CONFLICT: "changed",
};

/** Throws FormUsed where the viewer has sent the form with other content. */
async function isStored({ viewer, db }: Writing, id: string, asked: string): Promise<boolean> {
  const [stored] = await db
    .select({ asked: bulkDeeds.asked })
    .from(bulkDeeds)
    .where(and(visibleBulkDeeds(viewer), eq(bulkDeeds.id, id)));
  if (stored && stored.asked !== asked) throw new FormUsed();
  return stored !== undefined;
}

/** What an expected refusal means for the row. Anything else ends the whole deed. */
export async function judged(number: string, work: () => Promise<BulkRow>): Promise<BulkRow> {
  try {
    return await work();
  } catch (error) {
    const outcome = error instanceof AppError ? OUTCOMES[error.code] : undefined;
    if (!(error instanceof AppError) || !outcome) throw error;
    return { number, outcome, ...(outcome !== "missing" && { why: error.message.replace(/\.$/, "") }) };
  }
}
