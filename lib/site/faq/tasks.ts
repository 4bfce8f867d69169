import { and, eq, inArray } from "drizzle-orm";
import { contentVersions, faqEntries } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import type { checkLink } from "@/lib/kit/link-check";
import { checkLinks } from "@/lib/site/versions/tasks";
import { faqDocument } from "./document/schema";
import { webLinksOf, withFacts } from "./rules";

/**
 * A part of the job `links.check`, at night: asks after the links in the answers of each brand's FAQ, of those that are
 * out and of those that will come out. Editors read on their page which are dead. May safely run twice.
 */
export async function checkFaqLinks(check?: typeof checkLink): Promise<void> {
  for (const brand of await loadBrands()) {
    const answers = await asSystem("the links of the FAQ", async (db) => {
      const out = await db
        .select({ answer: faqEntries.answer })
        .from(faqEntries)
        .where(eq(faqEntries.brand, brand.key));
      const ahead = await db
        .select({ content: contentVersions.content })
        .from(contentVersions)
        .where(
          and(
            eq(contentVersions.brand, brand.key),
            eq(contentVersions.kind, "faq"),
            inArray(contentVersions.state, ["scheduled"]),
          ),
        );
      const entries = ahead.flatMap(({ content }) => faqDocument.safeParse(content).data?.groups ?? []);
      return [...out, ...entries.flatMap((group) => group.entries)].map(({ answer }) => withFacts(answer, brand));
    });
    await checkLinks({ brand: brand.key, kind: "faq" }, brand.supportMailbox, answers.flatMap(webLinksOf), check);
  }
}
