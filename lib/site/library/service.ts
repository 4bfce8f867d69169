import { and, eq, sql } from "drizzle-orm";
import { resourceFollows } from "@/db/schema";
import { type ClientViewer, type Context, runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { ownFollows } from "./policy";
import { findResource, listLibraryProducts } from "./queries";
import type { FollowInput } from "./schema";

/**
 * **Tell me about new ones**: switches it on or off for a product of the viewer's brand. Sent twice it is the same.
 * Throws NOT_FOUND for a product that the brand does not have.
 */
export async function followProduct(
  context: Context<ClientViewer>,
  { product, follow }: Pick<FollowInput, "product" | "follow">,
): Promise<void> {
  const { viewer, db } = context;
  const { brand, contactId } = viewer;
  if (follow === "no") {
    const gone = await db.delete(resourceFollows).where(and(ownFollows(viewer), eq(resourceFollows.product, product)));
    if (gone.count === 0) return;
  } else {
    const products = await listLibraryProducts(context, brand);
    if (!products.includes(product)) throw new AppError("NOT_FOUND", "There is no such product.");
    const made = await db.insert(resourceFollows).values({ brand, contactId, product }).onConflictDoNothing();
    if (made.count === 0) return;
  }
  const action = follow === "yes" ? "library.followed" : "library.unfollowed";
  await audit(context, { brand, action, details: { product } });
}

/** Counts that the viewer opened a resource, for the order “most used”: once a day, and nothing for who may not see it. */
export async function countUse({ db }: Context<ClientViewer>, resource: string): Promise<void> {
  await db.execute(sql`select use_resource(${resource}::uuid)`);
}

/** Counts that the viewer read an article, which is read on its page. In a transaction of its own: pages read in read-only ones. */
export async function countReading(viewer: ClientViewer, resource: string): Promise<void> {
  await runAsViewer(viewer, "write", (context) => countUse(context, resource));
}

/**
 * **This solved it**: counts once for each contact. Throws NOT_FOUND for a resource that the viewer may not see now.
 */
export async function saySolved(context: Context<ClientViewer>, { resource }: { resource: string }): Promise<void> {
  const found = await findResource(context, resource);
  if (!found) throw new AppError("NOT_FOUND", "There is no such resource.");
  const [row] = await context.db.execute<{ counted: boolean }>(
    sql`select solve_with_resource(${resource}::uuid) as counted`,
  );
  if (!row?.counted) return;
  await audit(context, {
    brand: context.viewer.brand,
    action: "library.solved",
    details: { resource },
  });
}
