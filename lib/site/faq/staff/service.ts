import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import {
  anchorFor,
  findEntry,
  MOST_ENTRIES,
  partsOf,
  withEntry,
  withEntryMoved,
  withGroup,
  withGroupMoved,
  withoutEntry,
  withoutGroup,
} from "@/lib/site/faq/document/rules";
import { type FaqDocument, faqDocument } from "@/lib/site/faq/document/schema";
import { strayLinks, withFacts } from "@/lib/site/faq/rules";
import { findLibraryBrand } from "@/lib/site/library/staff/queries";
import { findContentVersion, listContentVersions } from "@/lib/site/versions/queries";
import { differencesOf, versionToEdit } from "@/lib/site/versions/rules";
import {
  addContentVersion,
  requireContentEditor,
  scheduledAt,
  type VersionContext,
  withdrawContentVersion,
} from "@/lib/site/versions/service";
import { documentOf } from "./queries";
import {
  type ArrangeFaqInput,
  MOST_VERSIONS,
  type PublishFaqInput,
  type RestoreFaqInput,
  type SaveEntryInput,
  type SaveGroupInput,
  type ScheduleFaqInput,
  type UndoFaqInput,
} from "./schema";

const KIND = "faq";

interface Form {
  readonly id: string;
  readonly brand: string;
  readonly seen?: string | undefined;
}

/**
 * What the form was made from. A form that is sent twice begins from the same version both times, so it is the same
 * version both times.
 */
async function documentSeen(context: VersionContext, { brand, seen }: Form): Promise<FaqDocument> {
  requireContentEditor(context, brand);
  const versions = await listContentVersions(context, { brand, kind: KIND }, MOST_VERSIONS);
  const at = versions.findIndex(({ id }) => id === seen);
  return documentOf(versionToEdit(at < 0 ? versions : versions.slice(at)));
}

async function add(
  context: VersionContext,
  { id, brand, seen }: Form,
  content: FaqDocument,
  how: { readonly state: "draft" | "scheduled" | "published"; readonly publishAt?: Date; readonly restoresId?: string },
): Promise<void> {
  if (how.state !== "draft") {
    // A host that was taken away since an answer was written is no longer one to lead to.
    for (const { answer } of content.groups.flatMap(({ entries }) => entries))
      await requireLinks(context, brand, answer);
  }
  return addContentVersion(context, { id, brand, seen, kind: KIND, content, ...how }, (theirs) => {
    const other = faqDocument.safeParse(theirs).data ?? { groups: [] };
    return differencesOf(partsOf(other), partsOf(content)).map(({ label }) => label);
  });
}

const missing = () => new AppError("NOT_FOUND", "There is no such question any more.");

/**
 * Writes an entry into the draft. Throws FORBIDDEN, NOT_FOUND, FormUsed if a colleague was faster, and INVALID for a link
 * that leads to a host that is not the brand's.
 */
export async function saveEntry(context: VersionContext, input: SaveEntryInput): Promise<void> {
  const document = await documentSeen(context, input);
  const { group, question, answer, audience, onHomePage } = input;
  await requireLinks(context, input.brand, answer);
  if (input.entry && !findEntry(document, input.entry)) throw missing();
  const id = input.entry ?? anchorFor(document, question);
  const next = withEntry(document, group, { id, question, answer, audience, onHomePage });
  if (!next) throw new AppError("INVALID", "Choose one of the groups.", { field: "group" });
  if (next.groups.flatMap(({ entries }) => entries).length > MOST_ENTRIES) {
    throw new AppError("INVALID", `A FAQ has at most ${MOST_ENTRIES} questions.`);
  }
  await add(context, input, next, { state: "draft" });
}

/** Moves or removes an entry or a group, in the draft. Throws as saveEntry does, INVALID for a group that is not empty. */
export async function arrangeFaq(context: VersionContext, input: ArrangeFaqInput): Promise<void> {
  const document = await documentSeen(context, input);
  const { thing, name, act } = input;
  const next = arranged(document, thing, name, act);
  if (!next && thing === "group" && act === "remove") {
    throw new AppError("INVALID", "Move or remove its questions first.");
  }
  if (!next) throw missing();
  await add(context, input, next, { state: "draft" });
}

function arranged(document: FaqDocument, thing: ArrangeFaqInput["thing"], name: string, act: ArrangeFaqInput["act"]) {
  if (act === "remove") return thing === "entry" ? withoutEntry(document, name) : withoutGroup(document, name);
  return thing === "entry" ? withEntryMoved(document, name, act) : withGroupMoved(document, name, act);
}

/** Adds a group or gives one another title, in the draft. Throws as saveEntry does. */
export async function saveGroup(context: VersionContext, input: SaveGroupInput): Promise<void> {
  const document = await documentSeen(context, input);
  if (input.group && !document.groups.some(({ id }) => id === input.group)) {
    throw new AppError("NOT_FOUND", "There is no such group any more.");
  }
  const id = input.group ?? anchorFor(document, input.title);
  await add(context, input, withGroup(document, id, input.title), { state: "draft" });
}

/** The draft comes out. Throws FORBIDDEN, NOT_FOUND, FormUsed. */
export async function publishFaq(context: VersionContext, input: PublishFaqInput): Promise<void> {
  const document = await documentSeen(context, input);
  await add(context, input, document, { state: "published" });
}

/** The draft comes out by itself at a time on the clocks of the brand's zone. Throws as publishFaq does, and INVALID. */
export async function scheduleFaq(context: VersionContext, input: ScheduleFaqInput): Promise<void> {
  const document = await documentSeen(context, input);
  const { zone } = await brandByKey(input.brand);
  await add(context, input, document, { state: "scheduled", publishAt: scheduledAt(input.at, zone) });
}

/** An earlier version comes out again. Throws as publishFaq does. */
export async function restoreFaq(context: VersionContext, input: RestoreFaqInput): Promise<void> {
  requireContentEditor(context, input.brand);
  const version = await findContentVersion(context, { brand: input.brand, kind: KIND }, input.version);
  if (!version) throw new AppError("NOT_FOUND", "There is no such version.");
  await add(context, input, documentOf(version), { state: "published", restoresId: version.id });
}

/** Takes back the last change of the draft, or what was scheduled. Throws FORBIDDEN, NOT_FOUND, CONFLICT for what is out. */
export function undoFaq(context: VersionContext, { brand, version }: UndoFaqInput): Promise<void> {
  return withdrawContentVersion(context, { brand, kind: KIND }, version);
}

async function requireLinks(context: VersionContext, key: string, answer: string): Promise<void> {
  const facts = await findLibraryBrand(context, key);
  const brand = await brandByKey(key);
  const own = [brand.origin, brand.home.upgradeUrl].map((url) => new URL(url).host);
  const mail = [brand.supportMailbox, brand.resetSender].flatMap((address) => address.split("@")[1] ?? []);
  const hosts = [...(facts?.hosts ?? []), ...own, ...mail];
  const [stray] = strayLinks(withFacts(answer, brand), hosts);
  if (stray === undefined) return;
  throw new AppError(
    "INVALID",
    `This link is not allowed: ${stray}. Links lead to pages of the portal or to ${hosts.join(", ")}.`,
    {
      field: "answer",
    },
  );
}
