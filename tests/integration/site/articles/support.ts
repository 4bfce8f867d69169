import { eq } from "drizzle-orm";
import { articleDrafts, resourceVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { draftArticleAction, keepWordAction, moveArticleAction, saveArticleAction } from "@/lib/site/articles/actions";
import { filedCase, type Member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";

export const of = ({ id }: Pick<Member, "id">, brand = "cimsoft") =>
  ({ brand, account: { kind: "staff", id } }) as const;
export const message = (outcome: Outcome) => (outcome.kind === "refused" ? outcome.result.message : outcome.kind);

export const TEXT = {
  ...{ title: "Trends stop", summary: "Gaps at night.", product: "", productVersion: "" },
  ...{ symptom: "No values.", cause: "The disk is full.", fix: "Free space, then restart." },
};

/** A case that was closed as solved. */
export const solvedCase = (brand = "cimsoft", over: Parameters<typeof filedCase>[0] = {}) =>
  filedCase({ status: "closed", subject: "Trends stop", ...over }, brand);

export const articleRow = async (id: string) => {
  const [row] = await asSystem("test", (db) => db.select().from(articleDrafts).where(eq(articleDrafts.id, id)));
  if (!row) throw new Error("no such article");
  return row;
};

export const textsOf = (resource: string) =>
  asSystem("test", (db) =>
    db
      .select({ number: resourceVersions.number, article: resourceVersions.article, by: resourceVersions.staffName })
      .from(resourceVersions)
      .where(eq(resourceVersions.resourceId, resource))
      .orderBy(resourceVersions.number),
  );

export async function draft(who: Member, caseId: string, id = nobodysId()) {
  const outcome = await send(draftArticleAction, of(who), { id, case: caseId });
  return { id, outcome };
}

export const save = async (who: Member, id: string, over: Partial<typeof TEXT> = {}, seen?: string) =>
  send(saveArticleAction, of(who), {
    ...{ article: id, seen: seen ?? String((await articleRow(id)).revision), ...TEXT, ...over },
  });

export const move = async (who: Member, id: string, to: string, reason = "", seen?: string) =>
  send(moveArticleAction, of(who), {
    ...{ article: id, seen: seen ?? String((await articleRow(id)).revision), move: to, reason },
  });

export const keep = (who: Member, id: string, kind: string, word: string, choice = "yes") =>
  send(keepWordAction, of(who), { article: id, kind, word, keep: choice });

/** An article that clients find. */
export async function released(author: Member, approver: Member, over: Partial<typeof TEXT> = {}, brand = "cimsoft") {
  const { row, ...rest } = await solvedCase(brand);
  const { id } = await draft(author, row.id);
  await save(author, id, over);
  await move(author, id, "submit");
  const outcome = await move(approver, id, "approve");
  const { resourceId } = await articleRow(id);
  if (outcome.kind !== "redirected" || !resourceId) throw new Error(`not released: ${message(outcome)}`);
  return { id, resource: resourceId, caseId: row.id, ...rest };
}
