import { createHash } from "node:crypto";
import { contentPictures } from "@/db/schema";
import type { HomePage } from "@/db/schema/brand-content";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import type { PictureSizes } from "@/lib/files/portrait";
import { audit } from "@/lib/gate/audit/record";
import { allowedLink } from "@/lib/gate/brand/allowed-link";
import { homePageOf } from "@/lib/gate/brand/home-page";
import { businessNow } from "@/lib/kit/time";
import { findContentVersion } from "@/lib/site/versions/queries";
import { differencesOf } from "@/lib/site/versions/rules";
import {
  addContentVersion,
  requireContentEditor,
  scheduledAt,
  type VersionContext,
  withdrawContentVersion,
} from "@/lib/site/versions/service";
import type { Content } from "@/lib/site/versions/types";
import { findHomePageBrand, findPicture } from "./queries";
import { homePageFrom, partsOf, periodFault } from "./rules";
import { type EditInput, LONGEST_ADDRESS, type RestoreInput, type WithdrawInput } from "./schema";

const kind = "home-page";

/**
 * Saves what was typed as a draft, publishes it, or schedules it for a time on the clocks of the brand's zone. The same
 * form sent twice is one version; a form that a colleague was faster than is refused once, with who it was and what
 * differs (addContentVersion). Throws FORBIDDEN for who may not edit home pages, NOT_FOUND for a brand that is not
 * theirs, INVALID by field for a link that leads elsewhere, a picture without words and a time that cannot be.
 */
export async function editHomePage(context: VersionContext, input: EditInput): Promise<void> {
  const { id, brand, seen, move } = input;
  const facts = await editable(context, brand);
  const content = await contentOf(context, input, facts);
  const place = { id, brand, kind, seen, content: asContent(content) } as const;
  const differing = (theirs: Content) =>
    differencesOf(partsOf(homePageOf(facts.home, theirs)), partsOf(content)).map(({ label }) => label);
  if (move === "schedule") {
    const publishAt = scheduledAt(input.at ?? "", facts.zone);
    return addContentVersion(context, { ...place, state: "scheduled", publishAt }, differing);
  }
  await addContentVersion(context, { ...place, state: move === "draft" ? "draft" : "published" }, differing);
}

/**
 * Publishes an earlier version again, as a new one. Throws as editHomePage does; NOT_FOUND for a version of another
 * brand, INVALID if a link of it leads to a host that is no longer allowed.
 */
export async function restoreHomePage(
  context: VersionContext,
  { id, brand, seen, version: restoresId }: RestoreInput,
): Promise<void> {
  const facts = await editable(context, brand);
  const version = await findContentVersion(context, { brand, kind }, restoresId);
  if (!version || version.state === "withdrawn") throw new AppError("NOT_FOUND", "There is no such version.");
  const content = homePageOf(facts.home, version.content);
  const links = [content.upgradeUrl, ...(content.notice?.url ? [content.notice.url] : [])];
  if (!links.every((link) => allowedLink(link, facts.hosts) !== null)) {
    throw new AppError("INVALID", "A link of this version leads to a host that is no longer allowed.");
  }
  const place = { id, brand, kind, seen, content: version.content, restoresId } as const;
  await addContentVersion(context, { ...place, state: "published" }, () => []);
}

/** Discards the draft, or takes back what was scheduled. Throws as withdrawContentVersion does. */
export async function withdrawHomePage(context: VersionContext, { brand, version }: WithdrawInput): Promise<void> {
  await withdrawContentVersion(context, { brand, kind }, version);
}

export interface NewPicture {
  /** Made with the form, so that the form sent twice is one picture. */
  readonly id: string;
  readonly brand: string;
  /** The file as it was sent. */
  readonly sent: Buffer;
  readonly sizes: PictureSizes;
}

/** Keeps a picture for the home page of a brand. Throws FORBIDDEN, NOT_FOUND, FormUsed for another file under its id. */
export async function addPicture(
  context: VersionContext,
  { id, brand, sent, sizes: { small, large, width, height } }: NewPicture,
): Promise<void> {
  requireContentEditor(context, brand);
  const { viewer, db, name } = context;
  const sentHash = createHash("sha256").update(sent).digest("hex");
  const written = await db
    .insert(contentPictures)
    .values({ id, brand, small, large, width, height, sentHash, staffId: viewer.staffId, staffName: name })
    .onConflictDoNothing();
  if (written.count === 0) {
    const before = await findPicture(context, brand, id);
    if (before?.sentHash !== sentHash) throw new FormUsed();
    return;
  }
  const details = { sha256: sentHash, bytes: sent.length };
  await audit(context, { brand, action: "home-page.picture-added", entity: "content_picture", entityId: id, details });
}

/** A home page as the versions keep it. */
const asContent = (home: HomePage): Content => ({ ...home });

type Facts = Awaited<ReturnType<typeof editable>>;

async function editable(context: Context<StaffViewer>, brand: string) {
  requireContentEditor(context, brand);
  const found = await findHomePageBrand(context, brand);
  if (!found) throw new AppError("NOT_FOUND", "There is no such brand.");
  return found;
}

/** What the typed fields say, with its links as a browser writes them. */
async function contentOf(context: VersionContext, input: EditInput, facts: Facts): Promise<HomePage> {
  const refuse = (field: string, message: string) => new AppError("INVALID", message, { field });
  const picture = input.picture === undefined ? null : await findPicture(context, input.brand, input.picture);
  if (input.picture !== undefined && !picture)
    throw refuse("picture", "This picture is not there any more. Choose another.");
  if (picture && input.pictureAlt === "") {
    throw refuse("pictureAlt", "Say in a few words what the picture shows, for people who do not see it.");
  }
  if (input.noticeText === "" && input.noticeUrl !== "")
    throw refuse("noticeText", "Write the notice, or remove its link.");
  const typed = homePageFrom({ ...input, picture: input.picture ?? "" }, picture ? [picture] : []);
  const fault = typed.notice && periodFault(typed.notice, facts.zone, businessNow());
  if (fault) throw refuse(fault.field, fault.message);
  const upgradeUrl = allowed(input.upgradeUrl, facts.hosts, "upgradeUrl");
  const { notice } = typed;
  if (!notice?.url) return { ...typed, upgradeUrl };
  if (input.noticeLabel === "") throw refuse("noticeLabel", "Write what the link is called.");
  return { ...typed, upgradeUrl, notice: { ...notice, url: allowed(notice.url, facts.hosts, "noticeUrl") } };
}

function allowed(text: string, hosts: readonly string[], field: string): string {
  const address = allowedLink(text, hosts);
  if (address !== null && address.length > LONGEST_ADDRESS) {
    const length = address.length.toLocaleString("en-US");
    const message = `A browser writes this address in ${length} characters. At most ${LONGEST_ADDRESS} fit.`;
    throw new AppError("INVALID", message, { field });
  }
  if (address !== null) return address;
  const where = hosts.length > 0 ? `on ${hosts.join(" or ")}` : "on an allowed host, and this brand has none yet";
  const message = `Enter an https:// address ${where}, a mailto: address there, or a tel: number.`;
  throw new AppError("INVALID", message, { field });
}
