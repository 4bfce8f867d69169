import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/**
 * The job `search.learn`: writes the words anew by which search corrects mistyped ones. Of what was erased or renamed,
 * nothing is left after it. May safely run twice.
 */
export async function learnWords(): Promise<void> {
  await asSystem("words by which mistyped ones are corrected", async (db) => {
    // It reads the text of everything that can be searched.
    await db.execute(sql`set local statement_timeout = 0`);
    await db.execute(sql`select learn_search_words()`);
  });
}
