import { homePageVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { upgradeAddress } from "@/lib/gate/brand/upgrade";
import { editsHomePage } from "./policy";
import { findHomePage, findVersion, type HomePageText, listVersions } from "./queries";
import { type HomePageDraft, LONGEST_ADDRESS, type PublishInput, type RestoreInput } from "./schema";

/** The editor's context, with the name that is stored with the version. */
export interface HomePageContext extends Context<StaffViewer> {
  readonly name: string;
}

/**
 * The typed texts as they would be published, with the address as a browser writes it. Throws FORBIDDEN for a viewer
 * who may not edit home pages, NOT_FOUND for a brand that is not theirs, INVALID for an address that is too long or
 * that **Upgrade** may not lead to.
 */
export async function checkHomePage(
  context: Context<StaffViewer>,
  input: Omit<HomePageDraft, "seen">,
): Promise<HomePageText> {
  const { hosts } = await editable(context, input.brand);
  const { connectTitle, connectText, upgradeLabel } = input;
  return { connectTitle, connectText, upgradeLabel, upgradeUrl: allowed(input.upgradeUrl, hosts) };
}

/**
 * Publishes the typed texts on the brand's home page as a new version. The same form sent twice is one version; sent
 * again with other content it throws FormUsed. Throws as checkHomePage does, and CONFLICT if there is a version newer
 * than `seen`.
 */
export async function publishHomePage(context: HomePageContext, input: PublishInput): Promise<void> {
  const text = await checkHomePage(context, input);
  await publish(context, input, text, null);
}

/**
 * Restores an earlier version as a new one. Throws as publishHomePage does; NOT_FOUND for a version of another brand,
 * INVALID if the version's **Upgrade** leads to a host that is no longer allowed.
 */
export async function restoreHomePage(context: HomePageContext, input: RestoreInput): Promise<void> {
  const { hosts } = await editable(context, input.brand);
  const version = await findVersion(context, input.brand, input.version);
  if (!version) throw new AppError("NOT_FOUND", "There is no such version.");
  if (upgradeAddress(version.upgradeUrl, hosts) === null) {
    throw new AppError("INVALID", "Upgrade of this version leads to a host that is no longer allowed.");
  }
  const { connectTitle, connectText, upgradeLabel, upgradeUrl } = version;
  await publish(context, input, { connectTitle, connectText, upgradeLabel, upgradeUrl }, version.id);
}

/** The newest version and its author, if it was published after the version that the form was made from; else null. */
export async function publishedSince(
  context: Context<StaffViewer>,
  { id, brand, seen }: Pick<PublishInput, "id" | "brand" | "seen">,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const [newest] = await listVersions(context, brand, 1);
  if (!newest || newest.id === seen || newest.id === id) return null;
  // This form was published before, so a version after it does not stand in its way.
  if (await findVersion(context, brand, id)) return null;
  return { id: newest.id, name: newest.staffName ?? "A colleague" };
}

async function publish(
  context: HomePageContext,
  input: Pick<PublishInput, "id" | "brand" | "seen">,
  text: HomePageText,
  restoresId: string | null,
): Promise<void> {
  const { viewer, db, name } = context;
  const { id, brand, seen } = input;
  const since = await publishedSince(context, input);
  if (since) throw conflict(since.name);
  const written = await db
    .insert(homePageVersions)
    .values({ id, brand, ...text, staffId: viewer.staffId, staffName: name, restoresId })
    .onConflictDoNothing();
  if (written.count === 0) return publishedBefore(context, input, text, restoresId);
  // From the insert on, editors wait for each other. If a colleague was faster, their version is between this one and
  // `seen`.
  const [, before] = await listVersions(context, brand, 2);
  const isFirst = seen === undefined && before?.staffId === null;
  if (!isFirst && before?.id !== seen) throw conflict(before?.staffName ?? "A colleague");
  const action = restoresId ? "home-page.restored" : "home-page.published";
  const details = { ...text, ...(restoresId ? { restores: restoresId } : {}) };
  await audit(context, { brand, action, entity: "home_page_version", entityId: id, details });
}

async function publishedBefore(
  context: HomePageContext,
  { id, brand }: Pick<PublishInput, "id" | "brand">,
  text: HomePageText,
  restoresId: string | null,
): Promise<void> {
  const before = await findVersion(context, brand, id);
  if (before?.staffId !== context.viewer.staffId) throw new AppError("NOT_FOUND", "There is no such version.");
  const sentence = "This form was published already, with something else in it. Publish again.";
  requireSame({ ...text, restoresId }, before, sentence);
}

async function editable(context: Context<StaffViewer>, brand: string) {
  if (!editsHomePage(context.viewer)) {
    throw new AppError("FORBIDDEN", "Only marketing and administrators edit the home page.");
  }
  const found = await findHomePage(context, brand);
  if (!found) throw new AppError("NOT_FOUND", "There is no such brand.");
  return found;
}

function allowed(text: string, hosts: readonly string[]): string {
  const address = upgradeAddress(text, hosts);
  if (address !== null && address.length > LONGEST_ADDRESS) {
    const length = address.length.toLocaleString("en-US");
    const message = `A browser writes this address in ${length} characters. At most ${LONGEST_ADDRESS} fit.`;
    throw new AppError("INVALID", message, { field: "upgradeUrl" });
  }
  if (address !== null) return address;
  const where = hosts.length > 0 ? `on ${hosts.join(" or ")}` : "on an allowed host, and this brand has none yet";
  throw new AppError("INVALID", `Enter an https:// address ${where}.`, { field: "upgradeUrl" });
}

function conflict(name: string): AppError {
  return new AppError("CONFLICT", `${name} has published another version meanwhile. Reload the page to see it.`);
}
