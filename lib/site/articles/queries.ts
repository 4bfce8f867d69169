import { and, asc, desc, eq, ilike, or, sql } from "drizzle-orm";
import { z } from "zod";
import {
  articleDrafts,
  cases,
  companies,
  contacts,
  files,
  messages,
  threadEvents,
  threadNotes,
  threadParticipants,
  threads,
} from "@/db/schema";
import { type ArticleState, RESOURCE_STATES, type ResourceState } from "@/db/schema/resource-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import { type ListPage, onlyPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleFiles } from "@/lib/threads/files/policy";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { besideThreads } from "@/lib/threads/staff/policy";
import { visibleArticles } from "./policy";
import type { CaseFacts } from "./rules";
import { type ArticleFilters, MOST_ARTICLES } from "./schema";

type ArticleRow = typeof articleDrafts.$inferSelect;

/** How an article does in the library: it may have been archived or edited there since. */
interface Standing {
  readonly state: ResourceState;
  readonly uses: number;
  readonly solved: number;
}

export interface ArticleLine {
  readonly id: string;
  readonly title: string;
  readonly state: ArticleState;
  readonly authorName: string;
  readonly brand: string;
  readonly number: string;
  readonly changed: ListTime;
  readonly standing: Standing | null;
}

const standings = z.array(
  z.object({ draft: z.uuid(), state: z.enum(RESOURCE_STATES), uses: z.number(), solved: z.number() }),
);

/** How the released ones do. The library itself is not for agents, so the database tells just this. */
async function standingsOf({ db }: Context<StaffViewer>): Promise<Map<string, Standing>> {
  const rows = standings.parse([...(await db.execute(sql`select * from article_standings()`))]);
  return new Map(rows.map(({ draft, ...standing }) => [draft, standing]));
}

const ofWords = (q: string) =>
  searchWords(q).map((word) => ilike(sql`${articleDrafts.title} || ' ' || ${threads.number}`, likePattern(word)));

/** Articles of the viewer's brands, the last changed first. */
export async function listArticles(
  context: Context<StaffViewer>,
  { q, state, brand }: Pick<ArticleFilters, "q" | "state" | "brand">,
  local: Zoned,
): Promise<ListPage<ArticleLine, never>> {
  const { viewer, db } = context;
  const { rows, standing } = await together({
    rows: db
      .select({
        ...{ id: articleDrafts.id, title: articleDrafts.title, state: articleDrafts.state },
        ...{ authorName: articleDrafts.authorName, brand: articleDrafts.brand, number: threads.number },
        updatedAt: articleDrafts.updatedAt,
      })
      .from(articleDrafts)
      .innerJoin(threads, and(visibleThreads(viewer, "case"), eq(threads.id, articleDrafts.threadId)))
      .where(
        and(
          visibleArticles(viewer),
          state ? eq(articleDrafts.state, state) : undefined,
          brand ? eq(articleDrafts.brand, brand) : undefined,
          ...ofWords(q),
        ),
      )
      .orderBy(desc(articleDrafts.updatedAt), desc(articleDrafts.id))
      .limit(MOST_ARTICLES + 1),
    standing: standingsOf(context),
  });
  const lines = rows.map(({ updatedAt, ...row }) => ({
    ...row,
    changed: listTime(updatedAt, local.zone),
    standing: standing.get(row.id) ?? null,
  }));
  return onlyPage(lines, MOST_ARTICLES);
}

/** The article that is written from a case, or null. */
export async function findArticleOf(
  { viewer, db }: Context<StaffViewer>,
  caseId: string,
): Promise<Pick<ArticleRow, "id" | "title" | "state"> | null> {
  const [row] = await db
    .select({ id: articleDrafts.id, title: articleDrafts.title, state: articleDrafts.state })
    .from(articleDrafts)
    .where(and(visibleArticles(viewer), eq(articleDrafts.threadId, caseId)));
  return row ?? null;
}

export interface Article extends ArticleRow {
  readonly number: string;
  readonly companyId: string;
  readonly standing: Standing | null;
  readonly facts: CaseFacts;
  /** The first message of the case, to write from. */
  readonly told: string;
}

/** An article with what its case tells, or null. */
export async function findArticle(context: Context<StaffViewer>, id: string): Promise<Article | null> {
  const { viewer, db } = context;
  if (!z.uuid().safeParse(id).success) return null;
  const [found] = await db
    .select({ row: articleDrafts, number: threads.number, companyId: threads.companyId })
    .from(articleDrafts)
    .innerJoin(threads, and(visibleThreads(viewer, "case"), eq(threads.id, articleDrafts.threadId)))
    .where(and(visibleArticles(viewer), eq(articleDrafts.id, id)));
  if (!found) return null;
  const { facts, standing } = await together({
    facts: readCaseFacts(context, found.row.threadId),
    standing: found.row.resourceId ? standingsOf(context) : null,
  });
  const { number, companyId, row } = found;
  return { ...row, number, companyId, standing: standing?.get(row.id) ?? null, facts, told: facts.texts[0] ?? "" };
}

/** A case from which an article may be written. */
export async function findSolvedCase({ viewer, db }: Context<StaffViewer>, id: string) {
  const [row] = await db
    .select({
      ...{ id: threads.id, brand: threads.brand, subject: threads.subject, status: threads.status },
      ...{ closeReason: threads.closeReason, product: threads.product, productVersion: cases.productVersion },
    })
    .from(threads)
    .innerJoin(cases, eq(cases.id, threads.id))
    .where(and(visibleThreads(viewer, "case"), eq(threads.id, id)));
  return row ?? null;
}

/**
 * What the case tells about its client: the people and the company in it, everybody of that company, what was written,
 * notes and the names of files. Read anew each time, because a case goes on.
 */
async function readCaseFacts({ viewer, db }: Context<StaffViewer>, thread: string): Promise<CaseFacts> {
  const { about, people, said, happened, noted, sent } = await together({
    about: db
      .select({
        ...{ number: threads.number, subject: threads.subject, opener: threads.openedByName, company: companies.name },
        ...{ product: threads.product, version: cases.productVersion },
      })
      .from(threads)
      .innerJoin(cases, eq(cases.id, threads.id))
      .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
      .where(and(visibleThreads(viewer, "case"), eq(threads.id, thread))),
    people: db
      .select({ name: contacts.name })
      .from(contacts)
      .innerJoin(threads, and(visibleThreads(viewer, "case"), eq(threads.id, thread)))
      .where(
        and(
          besideThreads(viewer, "case", contacts.brand),
          or(
            eq(contacts.primaryCompanyId, threads.companyId),
            eq(contacts.id, threads.openedBy),
            sql`${contacts.id} in (select ${threadParticipants.contactId} from ${threadParticipants}
              where ${threadParticipants.threadId} = ${thread} and ${ofVisibleThreads(viewer, threadParticipants.threadId, "case")})`,
          ),
        ),
      ),
    said: db
      .select({ name: messages.authorName, body: messages.body, folded: messages.folded })
      .from(messages)
      .where(and(ofVisibleThreads(viewer, messages.threadId, "case"), eq(messages.threadId, thread)))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
    happened: db
      .select({ name: threadEvents.actorName })
      .from(threadEvents)
      .where(and(ofVisibleThreads(viewer, threadEvents.threadId, "case"), eq(threadEvents.threadId, thread))),
    noted: db
      .select({ name: threadNotes.staffName, body: threadNotes.body })
      .from(threadNotes)
      .where(and(ofVisibleThreads(viewer, threadNotes.threadId, "case"), eq(threadNotes.threadId, thread))),
    sent: db
      .select({ name: files.name })
      .from(files)
      .where(and(visibleFiles(viewer), or(eq(files.threadId, thread), eq(files.alsoThreadId, thread)))),
  });
  const of = about[0];
  const names = [
    ...about.flatMap(({ opener, company }) => [opener, company]),
    ...[...people, ...said, ...happened, ...noted].map(({ name }) => name),
  ];
  return {
    names: [...new Set(names.filter((name) => name !== null))],
    files: [...new Set(sent.map(({ name }) => name))],
    texts: [
      ...said.flatMap(({ body, folded }) => [body, folded ?? ""]),
      ...noted.map(({ body }) => body),
      ...(of ? [of.subject, of.number] : []),
    ],
    harmless: [of?.product, of?.version].filter((word) => word != null),
  };
}
