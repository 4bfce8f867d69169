import { and, asc, eq } from "drizzle-orm";
import { isUnreachable } from "@/db/faults";
import { faqEntries } from "@/db/schema";
import { asGate, type Context } from "@/db/viewer";
import { visibleFaq } from "./policy";
import type { FaqRow } from "./rules";

const columns = {
  anchor: faqEntries.anchor,
  groupAnchor: faqEntries.groupAnchor,
  groupTitle: faqEntries.groupTitle,
  question: faqEntries.question,
  answer: faqEntries.answer,
  onHomePage: faqEntries.onHomePage,
};

/** A brand's FAQ as the viewer sees it, in its order. */
export function listFaq({ viewer, db }: Context, brand: string): Promise<FaqRow[]> {
  return db
    .select(columns)
    .from(faqEntries)
    .where(and(visibleFaq(viewer), eq(faqEntries.brand, brand)))
    .orderBy(asc(faqEntries.position));
}

/** What this process read last, for the moments when the database is away: public pages are shown then too. */
const lastKnown = new Map<string, FaqRow[]>();

/** The FAQ as everybody sees it, in its order. */
export async function listPublicFaq(brand: string): Promise<FaqRow[]> {
  try {
    const rows = await asGate("the questions that everybody may read", (db) =>
      db
        .select(columns)
        .from(faqEntries)
        .where(and(eq(faqEntries.brand, brand), eq(faqEntries.audience, "public")))
        .orderBy(asc(faqEntries.position)),
    );
    lastKnown.set(brand, rows);
    return rows;
  } catch (error) {
    const known = lastKnown.get(brand);
    if (known && isUnreachable(error)) return known;
    throw error;
  }
}

/** The same for the home page, which does without its questions while the database is away. */
export async function listFaqOfHomePage(brand: string): Promise<FaqRow[]> {
  try {
    return await listPublicFaq(brand);
  } catch (error) {
    if (isUnreachable(error)) return [];
    throw error;
  }
}
