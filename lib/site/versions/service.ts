import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { contentVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { businessNow, systemInstant, systemNow } from "@/lib/kit/time";
import { editsContent, visibleContentVersions } from "./policy";
import { findContentVersion, listContentVersions } from "./queries";
import { scheduledInstant } from "./rules";
import type { Content, Place, Version } from "./types";

/** The editor's context, with the name that is stored with the version. */
export interface VersionContext extends Context<StaffViewer> {
  readonly name: string;
}

/** A version as it shall be written. */
export interface NewVersion extends Place {
  /** Made with the form, so that the form sent twice is one version. */
  readonly id: string;
  /** The newest version when the form was made, whatever its state; undefined where there was none. */
  readonly seen: string | undefined;
  readonly content: Content;
  readonly state: "draft" | "scheduled" | "published";
  /** System time, of what is scheduled. */
  readonly publishAt?: Date;
  readonly restoresId?: string;
}

const sentDifferently =
  "This form was sent already, with something else in it. What you typed is still here: send it again.";

/**
 * Adds a version in the editor's transaction. The same form sent twice is one version; with other content it throws
 * FormUsed. If a colleague has written since the form was made, nothing is written: FormUsed says who, and by
 * `differing` what of the form differs from theirs, and gives the form the colleague's version as its `seen`, so that
 * sending it again is the editor's decision, about that version alone. Throws FORBIDDEN for who may not, NOT_FOUND for a
 * brand that is not theirs, CONFLICT for a time that is over.
 */
export async function addContentVersion(
  context: VersionContext,
  input: NewVersion,
  differing: (theirs: Content) => readonly string[],
): Promise<void> {
  const { viewer, db, name } = context;
  requireContentEditor(context, input.brand);
  const { id, brand, kind, state, publishAt = null, restoresId = null, seen } = input;
  const content = asStored(input.content);
  if (state === "scheduled" && (!publishAt || publishAt.getTime() <= systemNow().epochMilliseconds)) {
    throw new AppError("CONFLICT", "This time is over. Publish it, or choose a later time.", { field: "at" });
  }
  const written = await db
    .insert(contentVersions)
    .values({ id, brand, kind, content, state, publishAt, restoresId, staffId: viewer.staffId, staffName: name })
    .onConflictDoNothing();
  if (written.count === 0) return sentBefore(context, input);
  // From the insert on, editors of the brand wait for each other. If a colleague was faster, their version is the one
  // before this one.
  const [, before] = await listContentVersions(context, { brand, kind }, 2);
  const isFirst = seen === undefined && (before === undefined || before.staffId === null);
  if (!isFirst && before?.id !== seen) throw late(before, differing);
  const act = restoresId ? "restored" : state === "draft" ? "drafted" : state;
  await audit(context, {
    ...{ brand, action: `${kind}.${act}`, entity: "content_version", entityId: id },
    details: { ...(publishAt ? { at: publishAt.toISOString() } : {}), ...(restoresId ? { restores: restoresId } : {}) },
  });
}

/**
 * Takes back a draft, or what was scheduled and is not out yet. May be sent twice. Throws FORBIDDEN, NOT_FOUND, and
 * CONFLICT for what is out.
 */
export async function withdrawContentVersion(context: VersionContext, place: Place, id: string): Promise<void> {
  const { viewer, db } = context;
  requireContentEditor(context, place.brand);
  const version = await findContentVersion(context, place, id);
  if (!version) throw new AppError("NOT_FOUND", "There is no such version.");
  if (version.state === "withdrawn") return;
  const isAhead = version.state === "scheduled" && (version.publishAt?.getTime() ?? 0) > systemNow().epochMilliseconds;
  if (version.state !== "draft" && !isAhead) {
    throw new AppError("CONFLICT", "This version is out already. Bring an earlier one back instead.");
  }
  await db
    .update(contentVersions)
    .set({ state: "withdrawn" })
    .where(and(visibleContentVersions(viewer), eq(contentVersions.id, id)));
  const { brand, kind } = place;
  await audit(context, { brand, action: `${kind}.withdrawn`, entity: "content_version", entityId: id });
}

/**
 * System time of what was typed on the clocks of the brand's `zone`. Throws INVALID for a time that is over, or that the
 * clocks leave out in spring.
 */
export function scheduledAt(at: string, zone: string): Date {
  const found = scheduledInstant(at, zone, businessNow());
  if ("refused" in found) throw new AppError("INVALID", found.refused, { field: "at" });
  return new Date(systemInstant(found.at).epochMilliseconds);
}

/** Throws FORBIDDEN for a viewer who edits nothing, NOT_FOUND for a brand that is not theirs. */
export function requireContentEditor({ viewer }: Context<StaffViewer>, brand: string): void {
  if (!editsContent(viewer))
    throw new AppError("FORBIDDEN", "Only marketing and administrators edit what the portal says.");
  if (!viewer.brands.includes(brand)) throw new AppError("NOT_FOUND", "There is no such brand.");
}

/** As the database returns it, without what is undefined. */
const asStored = (content: Content): Content => JSON.parse(JSON.stringify(content));

async function sentBefore(context: VersionContext, input: NewVersion): Promise<void> {
  const before = await findContentVersion(context, input, input.id);
  if (before?.staffId !== context.viewer.staffId) throw new AppError("NOT_FOUND", "There is no such version.");
  const isSame = isDeepStrictEqual(
    [before.content, before.restoresId, before.state === "draft"],
    [asStored(input.content), input.restoresId ?? null, input.state === "draft"],
  );
  if (!isSame) throw new FormUsed(sentDifferently);
}

function late(before: Version | undefined, differing: (theirs: Content) => readonly string[]): FormUsed {
  const who = before?.staffName ?? "A colleague";
  const done = before?.state === "draft" ? "saved a draft" : "published another version";
  const names = before ? differing(before.content) : [];
  const what = names.length > 0 ? ` Yours differs from theirs in: ${names.join(", ")}.` : "";
  return new FormUsed(
    `${who} ${done} after you opened this page.${what} Nothing was saved. What you typed is still here: send it again to put it in that version’s place.`,
    { seen: before?.id ?? "" },
  );
}
