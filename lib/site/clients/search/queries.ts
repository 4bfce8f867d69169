import { type SQL, sql } from "drizzle-orm";
import { companies, contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/kit/lists/search";

/** The search names so many rows one by one. Of more, each row is compared with the words when it is read. */
const FEW = 2_000;

interface Word {
  readonly pattern: SQL;
  readonly word: SQL;
}

const wordsOf = (q: string): Word[] =>
  searchWords(q).map((word) => ({ pattern: sql`lower(${likePattern(word)}::text)`, word: sql`lower(${word}::text)` }));

const listOf = (parts: readonly SQL[]) => sql`array[${sql.join([...parts], sql`, `)}]`;

/**
 * Asks a function of the database for the ids, because trigram operators are not leakproof and so no viewer may use the
 * index: it applies the viewer's roles and brands itself. They come as the text of an array, which goes back as it is;
 * null if there are more than FEW.
 */
async function idsOf(
  { db }: Context<StaffViewer>,
  search: "search_companies" | "search_contacts",
  words: readonly Word[],
): Promise<string | null> {
  const asked = sql`${listOf(words.map(({ pattern }) => pattern))}, ${listOf(words.map(({ word }) => word))}, ${FEW + 1}`;
  const [row] = await db.execute<{ ids: string | null }>(sql`select
    case when count(*) <= ${FEW} then coalesce(array_agg(id), '{}')::text end as ids from ${sql.raw(search)}(${asked}) as id`);
  return row?.ids ?? null;
}

/** As a case, it is assumed to hold for every second row, so that a page is read in its order until it is full. */
const compared = (conditions: readonly SQL[]) =>
  sql`case when ${sql.join([...conditions], sql` and `)} then true else false end`;

const ofCompany = ({ pattern, word }: Word) =>
  sql`(company_words(${companies.name}, ${companies.externalId}, ${companies.city}) like ${pattern} or ${companies.mailDomains} @> array[${word}])`;

const ofContact = ({ pattern, word }: Word) =>
  sql`(contact_words(${contacts.name}, ${contacts.email}, ${contacts.jobTitle}) like ${pattern} or ${ofCompany({ pattern, word })})`;

/** A condition for companies that every word matches: by name, ERP key, city, or as a whole mail domain. */
export async function companiesFound(context: Context<StaffViewer>, q: string): Promise<SQL | undefined> {
  const words = wordsOf(q);
  if (words.length === 0) return undefined;
  const ids = await idsOf(context, "search_companies", words);
  return ids ? sql`${companies.id} = any (${ids}::uuid[])` : compared(words.map(ofCompany));
}

/**
 * A condition for contacts that every word matches: by name, address or job, or as the primary company is found. For a
 * query that is joined with that company.
 */
export async function contactsFound(context: Context<StaffViewer>, q: string): Promise<SQL | undefined> {
  const words = wordsOf(q);
  if (words.length === 0) return undefined;
  const ids = await idsOf(context, "search_contacts", words);
  return ids ? sql`${contacts.id} = any (${ids}::uuid[])` : compared(words.map(ofContact));
}
