import { and, eq, sql } from "drizzle-orm";
import { articleDrafts } from "@/db/schema";
import type { KeptWord } from "@/db/schema/resource-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { listLibraryProducts } from "@/lib/site/library/queries";
import { visibleArticles, writesArticles } from "./policy";
import { type Article, findArticle, findArticleOf, findSolvedCase } from "./queries";
import { keyOf, missingWords, openFlags, textOf } from "./rules";
import type { ArticleMove, DraftArticleInput, KeepWordInput, MoveArticleInput, SaveArticleInput } from "./schema";

/** An agent's context, with the name that is stored with what they write. */
interface Writing extends Context<StaffViewer> {
  readonly name: string;
}

const missing = () => new AppError("NOT_FOUND", "There is no such article.");

function requireWriter({ viewer }: Writing): void {
  if (!writesArticles(viewer))
    throw new AppError("FORBIDDEN", "Only support agents and administrators write articles.");
}

/**
 * Begins an article from a solved case: its subject, product and version are taken over, and no message.
 * A case has one article, so a second form leads to the first one. Throws FORBIDDEN for who does not work cases,
 * NOT_FOUND, INVALID for a case that is not solved.
 */
export async function draftArticle(context: Writing, { id, case: caseId }: DraftArticleInput): Promise<string> {
  requireWriter(context);
  const { viewer, db, name } = context;
  const found = await findSolvedCase(context, caseId);
  if (!found) throw new AppError("NOT_FOUND", "There is no such case.");
  const before = await findArticleOf(context, caseId);
  if (before) return before.id;
  if (found.status !== "closed" || found.closeReason !== "solved") {
    throw new AppError("INVALID", "An article is written from a solved case. Close it as solved first.");
  }
  const { brand, productVersion } = found;
  const products = await listLibraryProducts(context, brand);
  const product = found.product !== null && products.includes(found.product) ? found.product : null;
  const made = await db
    .insert(articleDrafts)
    .values({
      ...{ id, brand, threadId: caseId, product, productVersion, authors: [viewer.staffId], authorName: name },
      title: found.subject.slice(0, 150).toWellFormed(),
    })
    .onConflictDoNothing();
  if (made.count === 0) {
    const other = await findArticleOf(context, caseId);
    if (!other) throw new FormUsed();
    return other.id;
  }
  await audit(context, {
    brand,
    action: "article.drafted",
    entity: "case",
    entityId: caseId,
    details: { article: id },
  });
  return id;
}

/**
 * Saves the text. One that waits for approval is a draft again, so that what is approved is what was read. If a colleague
 * changed it since the form was made, the form is refused once. Throws FORBIDDEN, NOT_FOUND, INVALID, FormUsed.
 */
export async function saveArticle(context: Writing, input: SaveArticleInput): Promise<void> {
  const { article: id, seen, product = null, productVersion = null, ...texts } = input;
  const before = await lockArticle(context, id);
  if (before.state !== "draft" && before.state !== "submitted") {
    throw new AppError("INVALID", "It is out. Choose Write it anew first.");
  }
  const values = { ...texts, product, productVersion };
  const names = Object.keys(values) as (keyof typeof values)[];
  if (names.every((field) => before[field] === values[field])) return;
  requireSeen(before, seen);
  if (product !== null && !(await listLibraryProducts(context, before.brand)).includes(product)) {
    throw new AppError("INVALID", "Choose one of the products.", { field: "product" });
  }
  await change(context, before, { ...values, state: "draft", authorName: context.name });
  await tell(context, before, "article.edited");
}

/** Notes that a flagged word tells nothing about the client, or takes that back. Throws FORBIDDEN, NOT_FOUND, INVALID. */
export async function keepWord(context: Writing, { article: id, kind, word, keep }: KeepWordInput): Promise<void> {
  const before = await lockArticle(context, id);
  if (before.state !== "draft" && before.state !== "submitted") {
    throw new AppError("INVALID", "It is out. Choose Write it anew first.");
  }
  const others = before.kept.filter((one) => keyOf(one) !== keyOf({ kind, word }));
  const kept: readonly KeptWord[] = keep === "yes" ? [...others, { kind, word, by: context.name }] : others;
  if (kept.length === before.kept.length && keep === "no") return;
  if (kept.length > 200) throw new AppError("INVALID", "These are too many. Write it without them.");
  const { viewer, db } = context;
  // Without another revision: the text is the same, and what somebody has typed and not saved yet stays good.
  await db
    .update(articleDrafts)
    .set({ kept })
    .where(and(visibleArticles(viewer), eq(articleDrafts.id, id)));
  // Not the word: it may be what the article must not say.
  await tell(context, before, keep === "yes" ? "article.flag-kept" : "article.flag-reopened", { kind });
}

const FROM: Readonly<Record<ArticleMove, readonly Article["state"][]>> = {
  submit: ["draft"],
  return: ["submitted"],
  approve: ["submitted"],
  // Also while it is written anew: clients read the text from before.
  withdraw: ["released", "draft", "submitted"],
  revise: ["released", "withdrawn"],
};
const TO: Readonly<Record<ArticleMove, Article["state"]>> = {
  submit: "submitted",
  return: "draft",
  approve: "released",
  withdraw: "withdrawn",
  revise: "draft",
};

/**
 * Hands an article to a second person, sends it back, lets it out into the library, withdraws it, or begins it anew from
 * what is out. A button pressed twice is one. Throws FORBIDDEN, NOT_FOUND, FormUsed for a text that changed since, and
 * INVALID with the reason: a flagged word that nobody has resolved, an approver who wrote it.
 */
export async function moveArticle(
  context: Writing,
  { article: id, seen, move, reason }: MoveArticleInput,
): Promise<void> {
  const before = await lockArticle(context, id);
  if (!FROM[move].includes(before.state)) {
    if (before.state === TO[move]) return;
    throw new AppError("INVALID", "That is not possible any more. Reload the page to see how it stands.");
  }
  requireSeen(before, seen);
  if (move === "submit" || move === "approve") requireFit(before);
  if (move === "approve") return approve(context, before);
  if (move === "withdraw") return withdraw(context, before, reason ?? "");
  if (move === "revise") {
    await context.db.execute(sql`select revise_article(${id}::uuid, ${seen}::int)`);
    return tell(context, before, "article.revised");
  }
  const isBack = move === "return";
  await change(context, before, { state: TO[move], reason: isBack ? (reason ?? null) : null });
  await tell(context, before, isBack ? "article.returned" : "article.submitted");
}

async function approve(context: Writing, before: Article): Promise<void> {
  const { viewer, db } = context;
  if (before.authors.includes(viewer.staffId)) {
    throw new AppError("INVALID", "You wrote in it. Somebody else has to read and approve it.");
  }
  const [row] = await db.execute<{ resource: string }>(
    sql`select release_article(${before.id}::uuid, ${before.revision}::int) as resource`,
  );
  if (!row) throw missing();
  const { brand } = before;
  await audit(context, { brand, action: "article.released", entity: "resource", entityId: row.resource });
  await tell(context, before, "article.approved", { resource: row.resource, kept: before.kept.length });
}

async function withdraw(context: Writing, before: Article, reason: string): Promise<void> {
  if (before.resourceId === null)
    throw new AppError("INVALID", "No client reads it yet. There is nothing to withdraw.");
  await context.db.execute(sql`select withdraw_article(${before.id}::uuid, ${before.revision}::int, ${reason})`);
  const { brand, resourceId } = before;
  if (resourceId)
    await audit(context, { brand, action: "article.withdrawn", entity: "resource", entityId: resourceId });
  await tell(context, before, "article.taken-back");
}

/** Throws INVALID where something is missing, or a flagged word is not resolved by the case as it is now. */
function requireFit(article: Article): void {
  const [lack] = missingWords(article);
  if (lack) throw new AppError("INVALID", lack);
  const open = openFlags(textOf(article), article.facts, article.kept);
  if (open.length === 0) return;
  const many = open.length === 1 ? "1 flagged word is" : `${open.length} flagged words are`;
  throw new AppError("INVALID", `${many} not resolved: take it out of the text, or keep it if it tells nothing.`);
}

/** The article, with colleagues waiting for each other until the transaction ends. Throws FORBIDDEN, NOT_FOUND. */
async function lockArticle(context: Writing, id: string): Promise<Article> {
  requireWriter(context);
  const { viewer, db } = context;
  await db
    .select({ id: articleDrafts.id })
    .from(articleDrafts)
    .where(and(visibleArticles(viewer), eq(articleDrafts.id, id)))
    .for("update");
  const article = await findArticle(context, id);
  if (!article) throw missing();
  return article;
}

/** Throws FormUsed for a form that was made from an earlier revision; sent again, it is from the present one. */
function requireSeen({ revision, authorName }: Article, seen: number): void {
  if (revision === seen) return;
  throw new FormUsed(
    `This article was changed after you opened it, the text last by ${authorName}. Nothing was saved. What you typed is still here: send it again to make it so.`,
    { seen: String(revision) },
  );
}

async function change(
  { viewer, db }: Writing,
  { id }: Article,
  values: Partial<typeof articleDrafts.$inferInsert>,
): Promise<void> {
  await db
    .update(articleDrafts)
    .set({ ...values, revision: sql`${articleDrafts.revision} + 1`, updatedAt: sql`now()` })
    .where(and(visibleArticles(viewer), eq(articleDrafts.id, id)));
}

const tell = (
  context: Writing,
  { brand, threadId, id }: Article,
  action: string,
  details: Record<string, unknown> = {},
) => audit(context, { brand, action, entity: "case", entityId: threadId, details: { article: id, ...details } });
