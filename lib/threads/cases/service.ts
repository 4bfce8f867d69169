import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { cases, threadEvents, threads } from "@/db/schema";
import { type MessageSource, OTHER_PRODUCT } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { recordAudit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { ofVisibleThreads, visibleCases } from "@/lib/threads/policy";
import { type Actor, actorOf, addEvent, addMessage, isSaidAlready } from "@/lib/threads/service";
import { type CaseRecord, caseColumns, listCaseCompanies, listProducts, readTargets, standingOf } from "./queries";
import { answerDue, nextStatus, reopens } from "./rules";
import type { CloseInput, FileCaseInput, ReplyInput } from "./schema";

/** What a write of a case needs to know of its request; a reply by mail has the same without one. */
export interface CaseContext<V extends ClientViewer = ClientViewer> extends Context<V> {
  readonly brand: Brand;
  /** As the account is called. */
  readonly name: string;
}

export const missingCase = () => new AppError("NOT_FOUND", "There is no such case.");

/** For a form that was sent before with something else in it; the number is that of the case it went to. */
export const alreadySent = (number: string) =>
  `You already sent this form, as a message of ${number}. Your new text is still here: send it again.`;

/**
 * The case, locked: writers of one case take turns, so that what is said has one order. Throws AppError NOT_FOUND for
 * whatever the viewer may not see now.
 */
export async function lockCase(
  { viewer, db }: Context,
  where: { brand?: string; number: string },
): Promise<CaseRecord> {
  const wanted = and(
    visibleCases(viewer),
    eq(cases.number, where.number),
    where.brand ? eq(cases.brand, where.brand) : undefined,
  );
  await db.select({ id: cases.id }).from(cases).where(wanted).for("update");
  // Asked again once the lock is held: of what changed while it was waited for, only the case's own row was judged anew.
  const [row] = await db.select(caseColumns).from(cases).where(wanted);
  if (!row) throw missingCase();
  return row;
}

const instant = (at: Temporal.Instant) => new Date(at.epochMilliseconds);

interface NewCase extends FileCaseInput {
  readonly followsId?: string;
  readonly source?: MessageSource;
}

/**
 * Files a case with its description as the first message: one transaction, once per form. Throws AppError FORBIDDEN
 * with the sentence why, for who lacks the right or an agreement, INVALID for a company without one and for a product
 * that the brand does not support, FormUsed where the form filed a case before with something else in it.
 */
export async function fileCase(context: CaseContext, input: NewCase): Promise<{ number: string }> {
  const { viewer, db, brand } = context;
  const standing = standingOf(viewer, await listCaseCompanies(context));
  if (standing.kind !== "open") {
    throw new AppError("FORBIDDEN", "You cannot file cases right now. The page of your cases says why.");
  }
  const open = standing.companies.filter((company) => company.inForce);
  const company = input.company
    ? open.find(({ id }) => id === input.company)
    : (open.find(({ isPrimary }) => isPrimary) ?? (open.length === 1 ? open[0] : undefined));
  if (!company) {
    throw new AppError("INVALID", "Choose the company that this is about.", { field: "company" });
  }
  // A case that follows another is about the same, whatever is supported by now.
  if (!input.followsId && input.product !== OTHER_PRODUCT) {
    const isSupported = (await listProducts(context, brand.key)).some(({ name }) => name === input.product);
    if (!isSupported) {
      throw new AppError("INVALID", "Choose the product that this is about.", { field: "product" });
    }
  }
  const actor = actorOf(viewer, context.name);
  const now = systemNow();
  const targets = await readTargets(context, brand.key);
  const due = instant(answerDue(brand.chatCalendar, now, targets[input.severity]));
  const made = await db
    .insert(threads)
    .values({ id: input.id, brand: brand.key, companyId: company.id, kind: "case" })
    .onConflictDoNothing();
  // Before the case is written: one for another company is refused by the thread it would join.
  if (made.count === 0) return filedBefore(context, input, company.id);
  const [filed] = await db
    .insert(cases)
    .values({
      id: input.id,
      brand: brand.key,
      companyId: company.id,
      filedBy: viewer.contactId,
      filedByName: context.name,
      subject: input.subject,
      product: input.product,
      productVersion: input.productVersion ?? null,
      severity: input.severity,
      followsId: input.followsId ?? null,
      firstAnswerDueAt: due,
      answerDueAt: due,
      answerSince: instant(now),
      lastAuthorId: viewer.contactId,
    })
    .returning({ number: cases.number });
  if (!filed) throw new Error("A case was filed and cannot be read");
  const thread = { id: input.id, brand: brand.key };
  await addEvent(context, thread, actor, { kind: "filed" });
  await addMessage(context, thread, actor, firstMessage(input));
  await recordAudit(db, {
    brand: brand.key,
    actor: { kind: "contact", id: viewer.contactId },
    action: "case.filed",
    entity: "case",
    entityId: input.id,
    details: { number: filed.number, severity: input.severity, company: company.id },
  });
  return filed;
}

const firstMessage = ({ id, description, files, source = "portal" }: NewCase) => ({
  id,
  body: description,
  files,
  source,
});

/** The same form sent twice is one case; an id that is somebody else's is none of the viewer's. */
async function filedBefore(context: CaseContext, input: NewCase, companyId: string): Promise<{ number: string }> {
  const { viewer, db } = context;
  const [row] = await db
    .select(caseColumns)
    .from(cases)
    .where(and(visibleCases(viewer), eq(cases.id, input.id), eq(cases.filedBy, viewer.contactId)));
  if (!row) throw missingCase();
  const sentence = `You already sent this form, as ${row.number}. Your new text is still here: send it again.`;
  const isSame = row.companyId === companyId && row.subject === input.subject && (await isAsFiled(context, row, input));
  if (!isSame) throw new FormUsed(sentence);
  await isSaidAlready(context, row, actorOf(viewer, context.name), firstMessage(input), sentence);
  return { number: row.number };
}

/** Severity and product as they were sent, whatever an agent has made of them since. */
async function isAsFiled({ viewer, db }: Context, row: CaseRecord, input: NewCase): Promise<boolean> {
  const changes = await db
    .select({ kind: threadEvents.kind, before: threadEvents.before })
    .from(threadEvents)
    .where(
      and(
        ofVisibleThreads(viewer, threadEvents.threadId),
        eq(threadEvents.threadId, row.id),
        inArray(threadEvents.kind, ["severity", "product"]),
      ),
    )
    .orderBy(asc(threadEvents.createdAt), asc(threadEvents.id));
  const first = (kind: "severity" | "product") => changes.find((change) => change.kind === kind)?.before;
  const about = (product: string, version: string | null | undefined) => [product, version].filter(Boolean).join(" ");
  return (
    (first("severity") ?? row.severity) === input.severity &&
    (first("product") ?? about(row.product, row.productVersion)) === about(input.product, input.productVersion)
  );
}

export interface Replied {
  /** The case that the message stands in: a new one where the old was closed too long ago. */
  readonly number: string;
  readonly messageId: string;
}

/**
 * A client's message. What waited on them goes on; a case closed within REOPEN_DAYS opens again; one closed longer ago
 * stays closed, and the message files a new case linked to it. The same form sent twice is one message; with something
 * else in it FormUsed. Throws AppError NOT_FOUND as lockCase, INVALID on files that are not the author's.
 */
export async function replyToCase(
  context: CaseContext,
  input: ReplyInput,
  source: MessageSource = "portal",
): Promise<Replied> {
  const { brand, viewer } = context;
  const row = await lockCase(context, { brand: brand.key, number: input.number });
  const thread = { id: row.id, brand: row.brand };
  const actor = actorOf(viewer, context.name);
  const message = { id: input.id, body: input.body, files: input.files, source };
  const followedBy = await findFollowUp(context, row, input.id);
  const standsIn = followedBy ?? row.number;
  const place = followedBy === null ? thread : { id: input.id };
  if (await isSaidAlready(context, place, actor, message, alreadySent(standsIn))) {
    return { number: standsIn, messageId: input.id };
  }
  const now = systemNow();
  if (row.closedAt && !reopens(Temporal.Instant.fromEpochMilliseconds(row.closedAt.getTime()), now)) {
    return followUp(context, row, input, source);
  }
  const status = nextStatus("client_message", row.status) ?? row.status;
  await addMessage(context, thread, actor, message);
  const clock = row.answerDueAt
    ? {}
    : {
        answerSince: instant(now),
        answerDueAt: instant(answerDue(brand.chatCalendar, now, (await readTargets(context, brand.key))[row.severity])),
      };
  await updateCase(context, row, {
    status,
    ...(row.status === "closed" ? { closedAt: null, closeReason: null } : {}),
    ...clock,
    ...said(actor),
  });
  if (status !== row.status) {
    await addEvent(context, thread, actor, { kind: "status", before: row.status, after: status });
  }
  return { number: row.number, messageId: input.id };
}

/** Number of the case that this very form filed before, in place of a reply. */
async function findFollowUp({ viewer, db }: CaseContext, row: CaseRecord, id: string): Promise<string | null> {
  const [found] = await db
    .select({ number: cases.number })
    .from(cases)
    .where(
      and(visibleCases(viewer), eq(cases.id, id), eq(cases.followsId, row.id), eq(cases.filedBy, viewer.contactId)),
    );
  return found?.number ?? null;
}

/** A message to a case that was closed too long ago is a case of its own, with everything else taken over. */
async function followUp(
  context: CaseContext,
  row: CaseRecord,
  input: ReplyInput,
  source: MessageSource,
): Promise<Replied> {
  const { number } = await fileCase(context, {
    id: input.id,
    company: row.companyId,
    product: row.product,
    productVersion: row.productVersion ?? undefined,
    severity: row.severity,
    subject: row.subject,
    description: input.body,
    files: input.files,
    followsId: row.id,
    source,
  });
  const linked = await lockCase(context, { brand: row.brand, number });
  await addEvent(context, linked, actorOf(context.viewer, context.name), { kind: "linked", before: row.number });
  return { number, messageId: input.id };
}

/** What a message of this author changes of its case, beside the status. */
export function said(actor: Actor) {
  return {
    activeAt: sql`clock_timestamp()`,
    lastMessageAt: sql`clock_timestamp()`,
    lastAuthorKind: actor.kind,
    lastAuthorId: actor.id,
  };
}

type CaseChange = Partial<{
  [K in keyof CaseRecord]: CaseRecord[K] | ReturnType<typeof sql>;
}>;

/** Writes what changed of a locked case. */
export async function updateCase({ viewer, db }: Context, row: CaseRecord, change: CaseChange): Promise<void> {
  await db
    .update(cases)
    .set(change)
    .where(and(visibleCases(viewer), eq(cases.id, row.id)));
}

/** A client closes their case. Closing what is closed changes nothing. Throws AppError NOT_FOUND as lockCase. */
export async function closeCase(context: CaseContext, input: CloseInput): Promise<{ number: string }> {
  const row = await lockCase(context, { brand: context.brand.key, number: input.number });
  const status = nextStatus("client_close", row.status);
  if (!status) return { number: row.number };
  const actor = actorOf(context.viewer, context.name);
  await updateCase(context, row, {
    status,
    closeReason: input.reason,
    closedAt: sql`clock_timestamp()`,
    activeAt: sql`clock_timestamp()`,
    answerDueAt: null,
    answerSince: null,
  });
  await addEvent(context, row, actor, { kind: "status", before: row.status, after: `${status}:${input.reason}` });
  await recordAudit(context.db, {
    brand: row.brand,
    actor: { kind: "contact", id: context.viewer.contactId },
    action: "case.closed",
    entity: "case",
    entityId: row.id,
    details: { number: row.number, reason: input.reason },
  });
  return { number: row.number };
}
