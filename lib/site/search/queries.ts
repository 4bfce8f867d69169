import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { hasCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import type { Looked } from "@/lib/people/looks/service";
import { listFaq } from "@/lib/site/faq/queries";
import { deedsOf, findDeeds } from "./deeds/policy";
import { findInFaq } from "./faq/rules";
import { type Found, type FoundKind, readFound } from "./found/queries";
import { listHrefOf } from "./lists/rules";
import { askedOf } from "./rules";
import { SHORTEST } from "./schema";
import type { Hit, HitGroup, HitKind, SearchAnswer } from "./types";
import { HIT_KINDS } from "./types";

const LABELS: Readonly<Record<HitKind, string>> = {
  deed: "Go to",
  case: "Support Cases",
  invoice: "Invoices",
  estimate: "Estimates",
  request: "Requests",
  chat: "Chats",
  company: "Companies",
  contact: "Contacts",
  resource: "Resources",
  faq: "FAQ",
};
/** How well an entry of the FAQ fits, among what the database finds: a title with all words has 500, a text 200. */
const FAQ_FITS = 250;

const rows = z.array(z.object({ row_kind: z.string(), row_id: z.uuid(), fits: z.number() }));

interface Wanted {
  readonly q: string;
  /** Whose FAQ is searched: the brand of the host. */
  readonly brand: Brand;
  /** How many rows of a kind are shown. */
  readonly most: number;
  /** The viewer's zone, in which instants are shown. */
  readonly zone: string;
}

interface Searched {
  readonly answer: SearchAnswer;
  /**
   * Whose data the hits show, for `recordManyLooks`; empty for a client. A hit has the subject of a case, the amount of an
   * invoice, the address of a contact: whoever looks through a client's things need not open one of them to have read
   * it. Lists of work in which nobody is looked for, such as a queue, show the same and are no look.
   */
  readonly looked: readonly Looked[];
}

/**
 * Everything that the viewer may see and that a search finds, grouped by kind, the kind that fits best first. The
 * database looks for candidates within the viewer's rights; each row is then read under both walls. A search that is too
 * short finds only what there is to do.
 */
export async function search(context: Context, { q, brand, most, zone }: Wanted): Promise<Searched> {
  const asked = askedOf(q);
  const isAsked = q.length >= SHORTEST && asked.words.length > 0;
  const { found, mayFile, faq } = await together({
    // One more than is shown says that there are more.
    found: isAsked ? findIds(context, q, most + 1) : [],
    mayFile: mayFileCases(context),
    faq: isAsked ? listFaq(context, brand.key) : [],
  });
  const read = await readFound(context, found, zone);
  const shownOf = ({ rows }: (typeof read)[number]) => rows.slice(0, most);
  const groups = read.map((group) => ({
    ...{ kind: group.kind, fits: group.fits, label: LABELS[group.kind] },
    ...{ hits: shownOf(group).map(({ hit }) => hit), hasMore: group.rows.length > most },
    listHref: listHrefOf(context.viewer.kind, group.kind, q),
  }));
  const own = (kind: "deed" | "faq", hits: readonly Hit[], fits: number) => {
    const hasMore = hits.length > most;
    return { kind, fits, label: LABELS[kind], hits: hits.slice(0, most), hasMore, listHref: null };
  };
  const words = isAsked ? asked.words : [];
  const deeds = findDeeds(deedsOf(context.viewer, { mayFile }), words);
  const all: (HitGroup & { readonly fits: number })[] = [
    ...groups,
    own("deed", deeds.hits, deeds.fits),
    ...(isAsked ? [own("faq", findInFaq(faq, brand, words), FAQ_FITS)] : []),
  ];
  const place = ({ kind }: HitGroup) => HIT_KINDS.indexOf(kind);
  const shown = all
    .filter(({ hits }) => hits.length > 0)
    .sort((one, other) => other.fits - one.fits || place(one) - place(other))
    .map(({ fits: _, ...group }) => group);
  const isStaff = context.viewer.kind === "staff";
  return {
    answer: { groups: shown, count: shown.reduce((sum, { hits }) => sum + hits.length, 0) },
    looked: isStaff ? read.flatMap((group) => shownOf(group).flatMap(({ looked }) => looked ?? [])) : [],
  };
}

/** Whether a company that the contact reaches has a support agreement in force, without which no case can be filed. */
async function mayFileCases({ viewer, db }: Context): Promise<boolean> {
  if (!hasCases(viewer)) return false;
  const [row] = await db.execute<{ may: boolean }>(
    sql`select exists (select from case_companies() where in_force) as may`,
  );
  return row?.may ?? false;
}

/** Ids of what fits, at most `most` of each kind. */
async function findIds({ db }: Context, q: string, most: number): Promise<Found[]> {
  const { words, letters, digits } = askedOf(q);
  const list: SQL = sql`array[${sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  )}]::text[]`;
  const found = await db.execute(
    sql`select row_kind, row_id, fits from search_everything(${list}, ${letters}::text, ${digits}::text, ${most}::int)`,
  );
  return rows
    .parse([...found])
    .map(({ row_kind, row_id, fits }) => ({ kind: row_kind as FoundKind, id: row_id, fits }));
}
