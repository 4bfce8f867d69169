import { and, asc, eq, inArray } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { cases, threadEvents, threads } from "@/db/schema";
import { type MessageSource, OTHER_PRODUCT } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, FormUsed, requireSame } from "@/lib/errors";
import { systemNow } from "@/lib/kit/time";
import { readCaseTargets } from "@/lib/threads/answer-clock/queries";
import { findThread, lockThread, missingThread, type ThreadPlace } from "@/lib/threads/life/queries";
import {
  beginThread,
  type ClientContext,
  closeThread,
  type Folding,
  foldingOf,
  openThread,
  type Replied,
  replyToThread,
} from "@/lib/threads/life/service";
import { findSurvivor } from "@/lib/threads/merges/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { alreadySent } from "@/lib/threads/rules";
import { actorOf, addEvent, hasMessage, isSaidAlready } from "@/lib/threads/service";
import {
  type CaseCompany,
  type CaseRecord,
  caseAccessOf,
  findCaseRecord,
  listCaseCompanies,
  listProducts,
} from "./queries";
import { reopens } from "./rules";
import type { CloseInput, FileCaseInput, ReplyInput } from "./schema";

/** The case, locked as lockThread does. */
export async function lockCase(context: Context, place: ThreadPlace): Promise<CaseRecord> {
  const { id } = await lockThread(context, "case", place);
  const row = await findCaseRecord(context, eq(threads.id, id));
  if (!row) throw missingThread("case");
  return row;
}

interface NewCase extends FileCaseInput {
  readonly followsId?: string;
  readonly source?: MessageSource;
  readonly folding?: Folding;
}

/**
 * The company that a contact's case or chat is for: the wanted one, or without a wish the primary one or the only one.
 * Throws AppError FORBIDDEN, with the sentence, for a contact without the right to cases or without an agreement in
 * force, INVALID for a company without one.
 */
export async function companyToFileFor(
  context: Context<ClientViewer>,
  wanted: string | undefined,
  sentence: string,
): Promise<CaseCompany> {
  const access = caseAccessOf(context.viewer, await listCaseCompanies(context));
  if (access.kind !== "open") throw new AppError("FORBIDDEN", `${sentence} The page of your cases says why.`);
  const open = access.companies.filter((company) => company.inForce);
  const company = wanted
    ? open.find(({ id }) => id === wanted)
    : (open.find(({ isPrimary }) => isPrimary) ?? (open.length === 1 ? open[0] : undefined));
  if (!company) throw new AppError("INVALID", "Choose the company that this is about.", { field: "company" });
  return company;
}

/** Throws AppError INVALID for a product that the brand does not support. */
export async function requireProduct(context: ClientContext, product: string): Promise<void> {
  if (product === OTHER_PRODUCT) return;
  const isSupported = (await listProducts(context, context.brand.key)).some(({ name }) => name === product);
  if (!isSupported) throw new AppError("INVALID", "Choose the product that this is about.", { field: "product" });
}

/**
 * Files a case with its description as the first message, in one transaction. The same form sent twice files one case.
 * Throws AppError FORBIDDEN for a contact without the right to cases or without an agreement in force, INVALID for a
 * company without one and for a product that the brand does not support, FormUsed for a form sent again with other
 * content.
 */
export async function fileCase(context: ClientContext, input: NewCase): Promise<{ number: string }> {
  const { db, brand } = context;
  const company = await companyToFileFor(context, input.company, "You cannot file cases right now.");
  // A case that follows another keeps its product, even if the brand does not support it any more.
  if (!input.followsId) await requireProduct(context, input.product);
  const { id, subject, severity, product, productVersion, followsId } = input;
  const targets = await readCaseTargets(context, brand.key);
  const opened = await openThread(context, {
    ...{ id, subject, kind: "case", companyId: company.id, severity, product, target: targets[severity] },
  });
  if (!opened) return filedBefore(context, input, company.id);
  await db.insert(cases).values({
    ...{ id, brand: brand.key },
    productVersion: productVersion ?? null,
    followsId: followsId ?? null,
  });
  await beginThread(context, { id, kind: "case", ...opened }, firstMessage(input), { severity, company: company.id });
  return opened;
}

const firstMessage = ({ id, description, files, folding, source = "portal" }: NewCase) => ({
  id,
  body: description,
  files,
  ...folding,
  source,
});

/**
 * The case that this form filed before. Throws AppError NOT_FOUND where the id belongs to somebody else's thread,
 * FormUsed where the form has other content now.
 */
async function filedBefore(context: ClientContext, input: NewCase, companyId: string): Promise<{ number: string }> {
  const { viewer } = context;
  const row = await findCaseRecord(context, and(eq(threads.id, input.id), eq(threads.openedBy, viewer.contactId)));
  if (!row) throw missingThread("case");
  const sentence = `You already sent this form, as ${row.number}. Your new text is still here: send it again.`;
  requireSame({ companyId, subject: input.subject }, row, sentence);
  if (!(await isAsFiled(context, row, input))) throw new FormUsed(sentence);
  await isSaidAlready(context, row, actorOf(viewer, context.name), firstMessage(input), sentence);
  return { number: row.number };
}

/** Was the case filed with the severity and the product of this form? Changes by agents since then do not count. */
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

/**
 * A client's message. A case that waited on the client is in progress again; one that was closed within REOPEN_DAYS
 * opens again; one that was closed longer ago stays closed, and the message files a new case linked to it. What is written to
 * a merged case lands in the one in which it goes on, for who sees that one. The same form sent twice is one message.
 * Throws AppError NOT_FOUND as lockCase, INVALID for files that are not the author's, FormUsed for a form sent again with
 * other content.
 */
export async function replyToCase(
  context: ClientContext,
  input: ReplyInput & Folding,
  source: MessageSource = "portal",
): Promise<Replied> {
  const { brand, viewer } = context;
  const place = { brand: brand.key, number: input.number };
  // Asked before the lock too: of a merged case and the one in which it goes on, only the latter is locked. Staff who
  // merge or link two lock both, in the order of their numbers, and would wait for a writer who waits for them.
  const before = await landsIn(context, await findThread(context, "case", place), input.id);
  if (before) return replyToCase(context, { ...input, number: before }, source);
  const row = await lockCase(context, place);
  // Merged while it waited for the lock.
  const since = await landsIn(context, row, input.id);
  if (since) return replyToCase(context, { ...input, number: since }, source);
  const message = { id: input.id, body: input.body, files: input.files, ...foldingOf(input), source };
  const followedBy = await findFollowUp(context, row, input.id);
  const standsIn = followedBy ?? row.number;
  const at = followedBy === null ? row : { id: input.id };
  if (await isSaidAlready(context, at, actorOf(viewer, context.name), message, alreadySent(standsIn))) {
    return { number: standsIn, messageId: input.id };
  }
  if (row.closedAt && !reopens(Temporal.Instant.fromEpochMilliseconds(row.closedAt.getTime()), systemNow())) {
    return followUp(context, row, input, source);
  }
  return replyToThread(context, row, message);
}

/**
 * Number of the case in which a message to this one lands instead; null where it lands here. What was said here before a
 * merge is looked for here.
 */
async function landsIn(
  context: Context,
  row: Pick<CaseRecord, "id" | "closeReason">,
  message: string,
): Promise<string | null> {
  const survivor = await findSurvivor(context, row);
  return survivor && !(await hasMessage(context, row.id, message)) ? survivor : null;
}

/** Number of the case that this form filed when it was sent before, instead of replying; null where it filed none. */
async function findFollowUp({ viewer, db }: ClientContext, row: CaseRecord, id: string): Promise<string | null> {
  const [found] = await db
    .select({ number: threads.number })
    .from(threads)
    .innerJoin(cases, eq(cases.id, threads.id))
    .where(
      and(
        visibleThreads(viewer, "case"),
        eq(threads.id, id),
        eq(cases.followsId, row.id),
        eq(threads.openedBy, viewer.contactId),
      ),
    );
  return found?.number ?? null;
}

/**
 * Files a message to a case that was closed too long ago as a case of its own, with company, product, severity and
 * subject of the closed one.
 */
async function followUp(
  context: ClientContext,
  row: CaseRecord,
  input: ReplyInput & Folding,
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
    folding: foldingOf(input),
    followsId: row.id,
    source,
  });
  const linked = await lockCase(context, { brand: row.brand, number });
  await addEvent(context, linked, actorOf(context.viewer, context.name), { kind: "linked", before: row.number });
  return { number, messageId: input.id };
}

/** A client closes their case. Closing what is closed changes nothing. Throws AppError NOT_FOUND as lockCase. */
export async function closeCase(context: ClientContext, { number, reason }: CloseInput): Promise<{ number: string }> {
  return closeThread(context, await lockThread(context, "case", { brand: context.brand.key, number }), reason);
}
