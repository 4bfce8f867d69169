import { and, eq, max } from "drizzle-orm";
import { resources, resourceVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed, requireSame } from "@/lib/errors";
import { type NewFile, sayLookedInto } from "@/lib/files/upload";
import { audit } from "@/lib/gate/audit/record";
import { visibleResources, visibleVersions } from "@/lib/site/library/policy";
import { resourceAddress } from "@/lib/site/library/rules";
import { type EditedResource, findLibraryBrand } from "@/lib/site/library/staff/queries";
import type { AddLinkInput, AddTextInput, MoveVersionInput } from "@/lib/site/library/staff/schema";
import {
  change,
  isThere,
  lockResource,
  PAST,
  publishAtOf,
  requireEditor,
  requireOpenable,
  requireSeen,
  stateOf,
} from "@/lib/site/library/staff/service";

/** The editor's context, with the name that is stored with the version. */
interface Writing extends Context<StaffViewer> {
  readonly name: string;
}

/**
 * Adds an address as the next version, a draft. The same form sent twice is one version. Throws FORBIDDEN, NOT_FOUND,
 * INVALID for an address that is not on one of the brand's hosts, FormUsed for other content under the same id.
 */
export async function addLink(context: Writing, { id, resource, url, label }: AddLinkInput): Promise<void> {
  const row = await lockResource(context, resource);
  const facts = await findLibraryBrand(context, row.brand);
  const hosts = facts?.hosts ?? [];
  const address = resourceAddress(url, hosts);
  if (address === null || address.length > 500) {
    const where = hosts.length > 0 ? `on ${hosts.join(", ")}` : "on an allowed host, and this brand has none yet";
    throw new AppError("INVALID", `Enter an https:// address ${where}.`, { field: "url" });
  }
  const before = await findVersion(context, id);
  if (before) {
    requireSame({ resourceId: resource, url: address, label: label ?? null }, before);
    return;
  }
  await add(context, row, id, { url: address, label: label ?? null, scan: "not_scanned", textState: "none" });
}

/**
 * Adds a text as the next version of an article, a draft. The same form sent twice is one version. Throws FORBIDDEN,
 * NOT_FOUND, INVALID for a resource that is no article, FormUsed for other content under the same id.
 */
export async function addText(context: Writing, input: AddTextInput): Promise<void> {
  const { id, resource, symptom, cause, fix } = input;
  const row = await lockResource(context, resource);
  if (row.kind !== "article") throw new AppError("INVALID", "Only an article has a text. Add a file or a link.");
  const article = { symptom, cause, fix };
  const label = input.label ?? null;
  const before = await findVersion(context, id);
  if (before) {
    requireSame({ resourceId: resource, label, ...article }, { ...before, ...before.article });
    return;
  }
  const body = Object.values(article).join("\n");
  await add(context, row, id, { article, body, label, scan: "not_scanned", textState: "read" });
}

/** Is there a version with this id already? Then the upload that made it was sent twice. */
export async function isUploaded(context: Context<StaffViewer>, resource: string, id: string): Promise<boolean> {
  requireEditor(context);
  const [row] = await context.db
    .select({ id: resources.id })
    .from(resources)
    .where(and(visibleResources(context.viewer), eq(resources.id, resource)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such resource.");
  const before = await findVersion(context, id);
  if (before && before.resourceId !== resource) throw new FormUsed();
  return before !== null;
}

/** Adds a stored file as the next version, a draft. Throws FORBIDDEN, NOT_FOUND. */
export async function addFile(
  context: Writing,
  { resource, id, label }: { resource: string; id: string; label: string | null },
  { id: fileId, ...file }: NewFile,
): Promise<void> {
  const row = await lockResource(context, resource);
  await sayLookedInto(context.db, { id: fileId, ...file });
  await add(context, row, id, { fileId, ...file, label, textState: "waiting" });
}

async function add(
  context: Writing,
  row: EditedResource,
  id: string,
  content: Pick<typeof resourceVersions.$inferInsert, "scan" | "textState"> &
    Partial<typeof resourceVersions.$inferInsert>,
): Promise<void> {
  const { viewer, db, name } = context;
  const [last] = await db
    .select({ number: max(resourceVersions.number) })
    .from(resourceVersions)
    .where(and(visibleVersions(viewer), eq(resourceVersions.resourceId, row.id)));
  const number = (last?.number ?? 0) + 1;
  const { brand } = row;
  await db
    .insert(resourceVersions)
    .values({ ...content, id, brand, resourceId: row.id, number, staffId: viewer.staffId, staffName: name });
  await change(context, row, {});
  await audit(context, {
    ...{ brand, action: "library.version-added", entity: "resource", entityId: row.id },
    details: { version: number, sha256: content.sha256 ?? null, sizeBytes: content.sizeBytes ?? null },
  });
}

/**
 * Publishes, schedules, archives a version, or takes a scheduled one back. An earlier one that stays published remains
 * for clients under Earlier versions. Throws as moveResource does.
 */
export async function moveVersion(context: Context<StaffViewer>, input: MoveVersionInput): Promise<void> {
  const { resource, seen, move, at, version: id } = input;
  const { viewer, db } = context;
  const row = await lockResource(context, resource);
  const version = await findVersion(context, id);
  if (version?.resourceId !== resource) throw new AppError("NOT_FOUND", "There is no such version.");
  if (isThere(version, move)) return;
  await requireSeen(context, row, seen, null);
  if (move === "publish" || move === "schedule") requireOpenable(version.scan);
  const publishAt = await publishAtOf(context, version, move, at);
  await db
    .update(resourceVersions)
    .set({ state: stateOf(move), publishAt: publishAt as Date | null })
    .where(and(visibleVersions(viewer), eq(resourceVersions.id, id)));
  await change(context, row, {});
  await audit(context, {
    ...{ brand: row.brand, action: `library.version-${PAST[move]}`, entity: "resource", entityId: row.id },
    details: { version: version.number },
  });
}

/** Releases a held file, after an administrator has looked at it. Throws FORBIDDEN for others, NOT_FOUND. */
export async function releaseVersion(
  context: Context<StaffViewer>,
  { resource, version: id }: { resource: string; version: string },
): Promise<void> {
  const { viewer, db } = context;
  const row = await lockResource(context, resource);
  if (!viewer.roles.includes("administrator")) {
    throw new AppError("FORBIDDEN", "Only administrators release held files.");
  }
  const version = await findVersion(context, id);
  if (version?.resourceId !== resource) throw new AppError("NOT_FOUND", "There is no such version.");
  if (version.scan !== "held") return;
  await db
    .update(resourceVersions)
    .set({ scan: "released" })
    .where(and(visibleVersions(viewer), eq(resourceVersions.id, id)));
  await change(context, row, {});
  await audit(context, {
    ...{ brand: row.brand, action: "library.version-released", entity: "resource", entityId: row.id },
    details: { version: version.number },
  });
}

async function findVersion({ viewer, db }: Context<StaffViewer>, id: string) {
  const [row] = await db
    .select({
      ...{ resourceId: resourceVersions.resourceId, brand: resourceVersions.brand, number: resourceVersions.number },
      ...{ state: resourceVersions.state, publishAt: resourceVersions.publishAt, scan: resourceVersions.scan },
      ...{ url: resourceVersions.url, label: resourceVersions.label },
      article: resourceVersions.article,
    })
    .from(resourceVersions)
    .where(and(visibleVersions(viewer), eq(resourceVersions.id, id)));
  return row ?? null;
}
