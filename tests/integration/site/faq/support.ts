import { desc, eq } from "drizzle-orm";
import { contentVersions, faqEntries } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { FaqDocument } from "@/lib/site/faq/document/schema";
import { nobodysId } from "@/tests/support/world";

export const of = ({ id }: { id: string }, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;

/** Every version of a brand's FAQ, the newest first. */
export const versionsOf = (brand: string) =>
  asSystem("test", async (db) => {
    const rows = await db
      .select()
      .from(contentVersions)
      .where(eq(contentVersions.brand, brand))
      .orderBy(desc(contentVersions.createdAt));
    return rows.filter(({ kind }) => kind === "faq");
  });

export const newest = async (brand = "cimsoft") => {
  const [row] = await versionsOf(brand);
  if (!row) throw new Error("no FAQ");
  return row.id;
};

export const form = async (over: Record<string, string>, brand = "cimsoft") => ({
  ...{ id: nobodysId(), brand, seen: await newest(brand) },
  ...over,
});

export const ENTRY = {
  group: "help",
  question: "Where is the key?",
  answer: "Under the mat.",
  audience: "public",
  onHomePage: "no",
};

export const rowsOf = (brand: string) =>
  asSystem("test", (db) =>
    db.select().from(faqEntries).where(eq(faqEntries.brand, brand)).orderBy(faqEntries.position),
  );

/** A FAQ that is out. */
export const publishDocument = (brand: string, content: FaqDocument) =>
  asSystem("test world", (db) =>
    db
      .insert(contentVersions)
      .values({ id: nobodysId(), brand, kind: "faq", content, state: "published", publishAt: new Date() }),
  );
