import { and, count, desc, eq, gte, isNotNull, max, ne, sql } from "drizzle-orm";
import { faqVotes, missedSearches } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { type FaqDocument, faqDocument } from "@/lib/site/faq/document/schema";
import { visibleMisses, visibleVotes } from "@/lib/site/faq/policy";
import { findContentVersion, findVersionOut, listContentVersions } from "@/lib/site/versions/queries";
import { versionOut, versionsAhead, versionToEdit } from "@/lib/site/versions/rules";
import type { Version } from "@/lib/site/versions/types";
import { MOST_VERSIONS } from "./schema";

const EMPTY: FaqDocument = { groups: [] };

/** What a version says; nothing where it is not a FAQ. */
export const documentOf = (version: Version | null): FaqDocument =>
  faqDocument.safeParse(version?.content).data ?? EMPTY;

export interface FaqDesk {
  /** The newest version, whatever its state: what a form was made from. */
  readonly seen: string | null;
  readonly versions: readonly Version[];
  readonly out: Version | null;
  /** What waits for its time, the next first. */
  readonly ahead: readonly Version[];
  /** What editors go on with. */
  readonly edited: Version | null;
  readonly document: FaqDocument;
  /** There is something that is not out. */
  readonly isDraft: boolean;
}

/** A brand's FAQ for those who write it. */
export async function readFaqDesk(context: Context<StaffViewer>, brand: string): Promise<FaqDesk> {
  const versions = await listContentVersions(context, { brand, kind: "faq" }, MOST_VERSIONS);
  const edited = versionToEdit(versions);
  const now = new Date(systemNow().epochMilliseconds);
  return {
    ...{ versions, edited, seen: versions[0]?.id ?? null, document: documentOf(edited) },
    out: versionOut(versions, now),
    ahead: versionsAhead(versions, now),
    isDraft: edited?.state === "draft",
  };
}

export interface Feedback {
  /** Answers of the last 90 days, by entry. */
  readonly counts: readonly { readonly anchor: string; readonly yes: number; readonly no: number }[];
  readonly sentences: readonly {
    readonly id: string;
    readonly anchor: string;
    readonly words: string;
    readonly createdAt: Date;
  }[];
  readonly misses: readonly { readonly words: string; readonly times: number; readonly lastAt: Date }[];
}

const MOST_LINES = 100;

/** What people said of the entries, and searched for without a hit. */
export async function readFeedback({ viewer, db }: Context<StaffViewer>, brand: string): Promise<Feedback> {
  const recent = gte(faqVotes.createdAt, sql`now() - interval '90 days'`);
  const [times, latest] = [
    sql<number>`sum(${missedSearches.times})::int`,
    sql<Date>`${max(missedSearches.lastAt)}`.mapWith(missedSearches.lastAt),
  ];
  const no = sql<number>`(count(*) filter (where not ${faqVotes.useful}))::int`;
  return together({
    counts: db
      .select({ anchor: faqVotes.anchor, yes: sql<number>`(count(*) filter (where ${faqVotes.useful}))::int`, no })
      .from(faqVotes)
      .where(and(visibleVotes(viewer), eq(faqVotes.brand, brand), recent))
      .groupBy(faqVotes.anchor)
      .orderBy(desc(no), desc(count()), faqVotes.anchor)
      .limit(MOST_LINES),
    sentences: db
      .select({
        id: faqVotes.id,
        anchor: faqVotes.anchor,
        words: sql<string>`${faqVotes.words}`,
        createdAt: faqVotes.createdAt,
      })
      .from(faqVotes)
      .where(and(visibleVotes(viewer), eq(faqVotes.brand, brand), isNotNull(faqVotes.words)))
      .orderBy(desc(faqVotes.createdAt), desc(faqVotes.id))
      .limit(MOST_LINES),
    misses: db
      .select({ words: missedSearches.words, times, lastAt: latest })
      .from(missedSearches)
      .where(and(visibleMisses(viewer), eq(missedSearches.brand, brand), ne(missedSearches.audience, "staff")))
      .groupBy(missedSearches.words)
      .orderBy(desc(times), desc(latest))
      .limit(MOST_LINES),
  });
}

/** A version of a brand's FAQ with the one that is out, or null. */
export async function findFaqVersion(
  context: Context<StaffViewer>,
  id: string,
): Promise<{ version: Version & { readonly brand: string }; out: Version | null } | null> {
  for (const brand of context.viewer.brands) {
    const version = await findContentVersion(context, { brand, kind: "faq" }, id);
    if (version) return { version: { ...version, brand }, out: await findVersionOut(context, { brand, kind: "faq" }) };
  }
  return null;
}
