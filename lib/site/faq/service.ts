import { eq, lt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { faqVotes, missedSearches } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { byAddress, type Count, take } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { MOST_WORDS, type VoteInput } from "./schema";

/**
 * **Was this useful**: stored without a name, for visitors and clients alike. The same form sent twice is one answer. An
 * entry that there is not is answered as one that there is, so that nobody learns of entries that are not for them.
 * Throws RATE_LIMITED, FormUsed.
 */
export async function vote(brand: string, input: VoteInput, address: string | null): Promise<void> {
  const { id, entry: anchor } = input;
  const useful = input.useful === "yes";
  const words = useful ? null : input.words || null;
  const counts: Count[] = [...byAddress("faqVoteByAddress", address), { limit: "faqVoteByBrand", subject: brand }];
  await asGate("whether an answer was useful", async (db) => {
    const [before] = await db.select().from(faqVotes).where(eq(faqVotes.id, id));
    if (before) return requireSame({ brand, anchor, useful, words }, before);
    for (const count of counts) {
      if (await take(db, count, systemNow())) continue;
      throw new AppError("RATE_LIMITED", "That was a lot at once. Try again in a few minutes.");
    }
    await db.execute(sql`insert into ${faqVotes} (id, brand, anchor, useful, words)
      select ${id}::uuid, e.brand, e.anchor, ${useful}::boolean, ${words}::text from faq_entries e
      where e.brand = ${brand} and e.anchor = ${anchor} on conflict do nothing`);
  });
}

/** At most so many different searches are kept for a brand. */
const MOST_MISSES = 2_000;

/**
 * Counts words that were searched for and found nothing, without a name. Where one network asks a lot, or where there is
 * no room, they are not counted: nobody is kept from searching.
 */
export async function noteMissed(brand: string, typed: string, address: string | null): Promise<void> {
  // Whoever reads it may read no contacts and no cases: what has a digit or an @ may name one.
  const said = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => !/[0-9@]/u.test(word));
  const words = said.join(" ").trim().slice(0, MOST_WORDS).trim();
  if (words === "") return;
  const counts: Count[] = [...byAddress("faqMissByAddress", address), { limit: "faqMissByBrand", subject: brand }];
  await asGate("searches that found nothing", async (db) => {
    for (const count of counts) if (!(await take(db, count, systemNow()))) return;
    await db.delete(missedSearches).where(lt(missedSearches.lastAt, sql`now() - interval '180 days'`));
    await db.execute(sql`insert into ${missedSearches} (id, brand, words, audience)
      select ${uuidv7()}::uuid, ${brand}, ${words}, 'visitor'
      where (select count(*) from ${missedSearches} where brand = ${brand}) < ${MOST_MISSES}
      on conflict (brand, words, audience) do update set times = missed_searches.times + 1, last_at = now()`);
  });
}
