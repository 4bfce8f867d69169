import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { resources, resourceVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { editsLibrary, visibleResources, visibleVersions } from "@/lib/site/library/policy";
import { listLibraryProducts } from "@/lib/site/library/queries";
import { scheduledAt } from "@/lib/site/versions/service";
import { type EditedResource, findForEditor, findLibraryBrand, listHistory } from "./queries";
import type { CreateResourceInput, EditResourceInput, Move, MoveResourceInput, ResourceFields } from "./schema";

type Writing = Context<StaffViewer>;

const missing = () => new AppError("NOT_FOUND", "There is no such resource.");

/** Throws FORBIDDEN for a viewer who may not edit libraries. */
export function requireEditor({ viewer }: Writing): void {
  if (!editsLibrary(viewer)) throw new AppError("FORBIDDEN", "Only marketing and administrators edit resources.");
}

/**
 * Adds a resource as a draft, which no client sees. The same form sent twice is one resource; sent again with other
 * content it throws FormUsed. Throws FORBIDDEN for who may not, NOT_FOUND for a brand that is not theirs, INVALID for a
 * product that the brand does not have.
 */
export async function createResource(context: Writing, input: CreateResourceInput): Promise<void> {
  requireEditor(context);
  const { db } = context;
  const { id, brand } = input;
  if (!(await findLibraryBrand(context, brand))) throw new AppError("NOT_FOUND", "There is no such brand.");
  const fields = fieldsOf(input);
  await requireProduct(context, brand, fields.product);
  const made = await db
    .insert(resources)
    .values({ id, brand, ...fields })
    .onConflictDoNothing();
  if (made.count === 0) {
    const before = await findForEditor(context, id);
    if (!before) throw missing();
    requireSame({ brand, ...fields }, before);
    return;
  }
  await audit(context, { brand, action: "library.created", entity: "resource", entityId: id, details: { ...fields } });
}

/**
 * Changes what is said about a resource. If a colleague has changed it since the form was made, the form is refused once
 * with what differs; what was typed stays, and sending it again is the editor's decision. Throws as createResource does.
 */
export async function editResource(context: Writing, input: EditResourceInput): Promise<void> {
  const before = await lockResource(context, input.resource);
  const fields = fieldsOf(input);
  const differing = Object.entries(fields).filter(([name, value]) => before[name as keyof typeof fields] !== value);
  if (differing.length === 0) return;
  await requireSeen(context, before, input.seen, differing.map(([name]) => FIELD_WORDS[name] ?? name).join(", "));
  await requireProduct(context, before.brand, fields.product);
  await change(context, before, fields);
  const details = Object.fromEntries(differing.map(([name, after]) => [name, { after }]));
  await audit(context, {
    ...{ brand: before.brand, action: "library.edited", entity: "resource", entityId: before.id },
    details,
  });
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: "title",
  summary: "summary",
  kind: "kind",
  audience: "who sees it",
  product: "product",
  productVersion: "product version",
};

/**
 * Publishes, schedules, archives a resource, or takes a scheduled one back. One that comes out takes its newest draft
 * version along where no version is out. Throws as editResource does, INVALID without a version that clients could open
 * and for a time that cannot be.
 */
export async function moveResource(context: Writing, { resource, seen, move, at }: MoveResourceInput): Promise<void> {
  const before = await lockResource(context, resource);
  if (isThere(before, move)) return;
  await requireSeen(context, before, seen, null);
  await requireRight(context, before, move);
  const publishAt = await publishAtOf(context, before, move, at);
  if (move === "publish" || move === "schedule") await takeNewestAlong(context, before);
  await change(context, before, { state: STATE_OF[move], publishAt });
  const details = publishAt instanceof Date ? { at: publishAt.toISOString() } : {};
  await audit(context, {
    ...{ brand: before.brand, action: `library.${PAST[move]}`, entity: "resource", entityId: before.id },
    details,
  });
}

const STATE_OF = { publish: "published", schedule: "scheduled", archive: "archived", draft: "draft" } as const;
export const PAST = { publish: "published", schedule: "scheduled", archive: "archived", draft: "drafted" } as const;

/** A button pressed twice asks for what is so already. A schedule may always be given another time. */
export function isThere(row: Pick<EditedResource, "state">, move: Move): boolean {
  return move !== "schedule" && row.state === STATE_OF[move];
}

/** What to write for a move: the time it is out from, and the time it had where it goes away. Throws INVALID. */
export async function publishAtOf(
  context: Writing,
  row: Pick<EditedResource, "brand" | "state" | "publishAt">,
  move: Move,
  at: string | undefined,
) {
  if (move === "publish") return sql`now()`;
  if (move === "archive") return row.publishAt;
  if (move === "draft") return null;
  if (row.state === "published") throw new AppError("INVALID", "It is out already. Archive it first.");
  const facts = await findLibraryBrand(context, row.brand);
  if (!facts) throw missing();
  return scheduledAt(at ?? "", facts.zone);
}

export const stateOf = (move: Move) => STATE_OF[move];

/** The resource, with its editors waiting for each other until the transaction ends. Throws FORBIDDEN, NOT_FOUND. */
export async function lockResource(context: Writing, id: string): Promise<EditedResource> {
  requireEditor(context);
  const { viewer, db } = context;
  await db
    .select({ id: resources.id })
    .from(resources)
    .where(and(visibleResources(viewer), eq(resources.id, id)))
    .for("update");
  const row = await findForEditor(context, id);
  if (!row) throw missing();
  return row;
}

/** Throws CONFLICT for a form that was made from an earlier revision; sent again, it is from the present one. */
export async function requireSeen(
  context: Writing,
  row: EditedResource,
  seen: number,
  differing: string | null,
): Promise<void> {
  if (row.revision === seen) return;
  const [last] = await listHistory(context, row.id, { zone: "UTC" });
  const who = last?.by ?? "A colleague";
  const what = differing === null ? "" : ` Yours differs now in: ${differing}.`;
  throw new FormUsed(
    `${who} changed this resource after you opened it.${what} Nothing was saved. What you chose is still here: send it again to make it so.`,
    { seen: String(row.revision) },
  );
}

type Change = Partial<Omit<typeof resources.$inferInsert, "publishAt">> & { readonly publishAt?: unknown };

/** Writes a change, and makes forms from before it late. */
export async function change({ viewer, db }: Writing, row: Pick<EditedResource, "id">, values: Change): Promise<void> {
  await db
    .update(resources)
    .set({
      ...(values as Partial<typeof resources.$inferInsert>),
      revision: sql`${resources.revision} + 1`,
      updatedAt: sql`now()`,
    })
    .where(and(visibleResources(viewer), eq(resources.id, row.id)));
}

/** Throws INVALID for an article that support withdrew because it is wrong. */
async function requireRight({ db }: Writing, { id }: EditedResource, move: Move): Promise<void> {
  // Of any kind: a withdrawn article that was made a guide says the same.
  if (move !== "publish" && move !== "schedule") return;
  const [row] = await db.execute<{ withdrawn: boolean }>(sql`select article_withdrawn(${id}::uuid) as withdrawn`);
  if (!row?.withdrawn) return;
  throw new AppError(
    "INVALID",
    "Support withdrew this article because it is wrong. It comes out once they write it anew.",
  );
}

/** Throws INVALID where clients could open nothing. A file that waits for the scanner is shown once that is done. */
async function takeNewestAlong({ viewer, db }: Writing, { id, kind }: EditedResource): Promise<void> {
  const versions = await db
    .select({ id: resourceVersions.id, state: resourceVersions.state, scan: resourceVersions.scan })
    .from(resourceVersions)
    .where(and(visibleVersions(viewer), eq(resourceVersions.resourceId, id)))
    .orderBy(desc(resourceVersions.number));
  if (versions.some(({ state }) => state === "published" || state === "scheduled")) return;
  const newest = versions.find(({ state }) => state === "draft");
  if (!newest && kind === "article") throw new AppError("INVALID", "Add the text first: there is nothing to read yet.");
  if (!newest) throw new AppError("INVALID", "Add a file or a link first: there is nothing to open yet.");
  requireOpenable(newest.scan);
  await db
    .update(resourceVersions)
    .set({ state: "published", publishAt: sql`now()` })
    .where(and(visibleVersions(viewer), inArray(resourceVersions.id, [newest.id])));
}

/** Throws INVALID for a file that nobody may open. */
export function requireOpenable(scan: typeof resourceVersions.$inferSelect.scan): void {
  if (scan === "infected") throw new AppError("INVALID", "The scanner found something in this file. Add another one.");
  if (scan === "held") {
    throw new AppError(
      "INVALID",
      "This file can run on a computer and is held. An administrator must release it first.",
    );
  }
}

function fieldsOf({ title, summary, kind, audience, product, productVersion }: ResourceFields) {
  return { title, summary, kind, audience, product: product ?? null, productVersion: productVersion ?? null };
}

async function requireProduct(context: Writing, brand: string, product: string | null): Promise<void> {
  if (product === null) return;
  if ((await listLibraryProducts(context, brand)).includes(product)) return;
  throw new AppError("INVALID", "Choose one of the products.", { field: "product" });
}
