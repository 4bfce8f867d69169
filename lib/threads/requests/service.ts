import { and, eq, sql } from "drizzle-orm";
import { accountTeamMembers, agreements, estimates, invoices, requests, threads } from "@/db/schema";
import type { MessageSource, RequestKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { recordAudit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { mayAsk } from "@/lib/gate/rights";
import { businessToday, systemNow } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleRequests } from "@/lib/threads/policy";
import {
  lockRequest,
  missingRequest,
  readTarget,
  requestColumns,
  said,
  updateRequest,
} from "@/lib/threads/requests/record/queries";
import { actorOf, addEvent, addMessage, isSaidAlready } from "@/lib/threads/service";
import { answerDue, nextStatus } from "./rules";
import type { ReplyInput, RequestInput } from "./schema";

/** What a client's write of a request needs to know; a reply by mail has the same without a form. */
export interface RequestContext extends Context<ClientViewer> {
  readonly brand: Brand;
  /** As the account is called. */
  readonly name: string;
}

export interface NewRequest {
  /** Made with the form: the same form sent twice is one request. */
  readonly id: string;
  readonly kind: RequestKind;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly string[];
  readonly memberId?: string;
  readonly agreementId?: string;
  /** With the kind `invoice`, and with it alone. */
  readonly invoiceId?: string;
  /** With the kind `estimate`, and with it alone. */
  readonly estimateId?: string;
  /** `YYYY-MM-DD` in the brand's zone, not past. */
  readonly neededBy?: string;
}

/** For a form that was sent before with something else in it. */
const alreadySent = (number: string) =>
  `You already sent this form, as ${number}. Your new text is still here: send it again.`;

const asDate = (at: { readonly epochMilliseconds: number }) => new Date(at.epochMilliseconds);

/**
 * Opens a request with its text as the first message: one transaction, once per form. Who answers is chosen by the
 * database. Throws AppError FORBIDDEN for who may not ask, INVALID for what it is about where the viewer does not see
 * it and for a day that is past, FormUsed where the form was sent before with something else in it.
 */
export async function openRequest(context: RequestContext, input: NewRequest): Promise<{ number: string }> {
  const { viewer, db, brand } = context;
  const { companyId } = viewer;
  if (!mayAsk(viewer) || companyId === null) {
    throw new AppError("FORBIDDEN", "You cannot send requests right now. The page of your account team says why.");
  }
  const before = await askedBefore(context, input);
  if (before) return before;
  const about = await checkAbout(context, input);
  const now = systemNow();
  const due = asDate(answerDue(brand.supportCalendar, now, await readTarget(context, brand.key, input.kind)));
  const made = await db
    .insert(threads)
    .values({ id: input.id, brand: brand.key, companyId, kind: "request" })
    .onConflictDoNothing();
  // Sent twice at once: the other one was first. Or the id is somebody else's.
  if (made.count === 0) {
    const other = await askedBefore(context, input);
    if (!other) throw missingRequest();
    return other;
  }
  const [opened] = await db
    .insert(requests)
    .values({
      id: input.id,
      brand: brand.key,
      companyId,
      kind: input.kind,
      askedBy: viewer.contactId,
      askedByName: context.name,
      subject: input.subject,
      ...about,
      agreementId: input.agreementId ?? null,
      invoiceId: input.invoiceId ?? null,
      estimateId: input.estimateId ?? null,
      neededBy: input.neededBy ?? null,
      firstAnswerDueAt: due,
      answerDueAt: due,
      answerSince: asDate(now),
      lastAuthorId: viewer.contactId,
    })
    .returning({ number: requests.number });
  if (!opened) throw new Error("A request was opened and cannot be read");
  const actor = actorOf(viewer, context.name);
  const thread = { id: input.id, brand: brand.key };
  await addEvent(context, thread, actor, { kind: "asked" });
  await addMessage(context, thread, actor, firstMessage(input));
  await recordAudit(db, {
    brand: brand.key,
    actor: { kind: "contact", id: viewer.contactId },
    action: "request.opened",
    entity: "request",
    entityId: input.id,
    details: { number: opened.number, kind: input.kind, company: companyId },
  });
  return opened;
}

const firstMessage = ({ id, body, files }: NewRequest) => ({ id, body, files, source: "portal" as const });

/** The request that this very form opened before; null when it is new. */
async function askedBefore(context: RequestContext, input: NewRequest): Promise<{ number: string } | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select(requestColumns)
    .from(requests)
    .where(and(visibleRequests(viewer), eq(requests.id, input.id), eq(requests.askedBy, viewer.contactId)));
  if (!row) return null;
  const isSame =
    row.kind === input.kind &&
    row.subject === input.subject &&
    row.agreementId === (input.agreementId ?? null) &&
    row.invoiceId === (input.invoiceId ?? null) &&
    row.estimateId === (input.estimateId ?? null) &&
    row.neededBy === (input.neededBy ?? null) &&
    // Who has left the team since is no difference.
    (row.memberId === (input.memberId ?? null) || (row.memberId === null && row.memberName !== null));
  if (!isSame) throw new FormUsed(alreadySent(row.number));
  await isSaidAlready(context, row, actorOf(viewer, context.name), firstMessage(input), alreadySent(row.number));
  return { number: row.number };
}

/** Is all that it is about the viewer's to see? The database refuses what is another company's, without a sentence. */
async function checkAbout({ viewer, db, brand }: RequestContext, input: NewRequest) {
  const refuse = (field: string, sentence: string) => new AppError("INVALID", sentence, { field });
  const { memberId, agreementId, invoiceId, estimateId, neededBy } = input;
  if (neededBy && neededBy < businessToday(brand.zone)) throw refuse("neededBy", "Choose today or a later day.");
  if (agreementId) {
    const [row] = await db
      .select({ id: agreements.id })
      .from(agreements)
      .where(and(visibleAgreements(viewer), eq(agreements.id, agreementId)));
    if (!row) throw refuse("agreement", "Choose one of your agreements.");
  }
  if (invoiceId || input.kind === "invoice") {
    const [row] = invoiceId
      ? await db
          .select({ id: invoices.id })
          .from(invoices)
          .where(and(visibleInvoices(viewer), eq(invoices.id, invoiceId)))
      : [];
    if (!row) throw new AppError("INVALID", "This invoice is no longer open to you. Send your question as a message.");
  }
  if (estimateId || input.kind === "estimate") {
    const [row] = estimateId
      ? await db
          .select({ id: estimates.id })
          .from(estimates)
          .where(and(visibleEstimates(viewer), eq(estimates.id, estimateId)))
      : [];
    if (!row) throw new AppError("INVALID", "This estimate is no longer open to you. Send your wish as a message.");
  }
  if (!memberId) return { memberId: null, memberName: null };
  const [member] = await db
    .select({ name: accountTeamMembers.name })
    .from(accountTeamMembers)
    .where(and(visibleAccountTeam(viewer), eq(accountTeamMembers.id, memberId)));
  if (!member) throw refuse("member", "Choose somebody of your account team.");
  return { memberId, memberName: member.name };
}

export interface Replied {
  readonly number: string;
  readonly messageId: string;
}

/**
 * A client's message. What waited on them or was answered goes on, and a closed request opens again however long ago it
 * was closed; the next answer is owed from now. The same form sent twice is one message; with something else in it
 * FormUsed. Throws AppError NOT_FOUND as lockRequest, INVALID on files that are not the author's.
 */
export async function replyToRequest(
  context: RequestContext,
  input: ReplyInput,
  source: MessageSource = "portal",
): Promise<Replied> {
  const { brand, viewer } = context;
  const row = await lockRequest(context, { brand: brand.key, number: input.number });
  const thread = { id: row.id, brand: row.brand };
  const actor = actorOf(viewer, context.name);
  const message = { id: input.id, body: input.body, files: input.files, source };
  const used = `You already sent this form, as a message of ${row.number}. Your new text is still here: send it again.`;
  if (await isSaidAlready(context, thread, actor, message, used)) return { number: row.number, messageId: input.id };
  const now = systemNow();
  const status = nextStatus("client_message", row.status) ?? row.status;
  await addMessage(context, thread, actor, message);
  const clock = row.answerDueAt
    ? {}
    : {
        answerSince: asDate(now),
        answerDueAt: asDate(answerDue(brand.supportCalendar, now, await readTarget(context, brand.key, row.kind))),
      };
  await updateRequest(context, row, {
    status,
    ...(row.status === "closed" ? { closedAt: null } : {}),
    ...clock,
    ...said(actor),
  });
  if (status !== row.status) {
    await addEvent(context, thread, actor, { kind: "status", before: row.status, after: status });
  }
  return { number: row.number, messageId: input.id };
}

/** A client closes a request. Closing what is closed changes nothing. Throws AppError NOT_FOUND as lockRequest. */
export async function closeRequest(context: RequestContext, input: RequestInput): Promise<{ number: string }> {
  const row = await lockRequest(context, { brand: context.brand.key, number: input.number });
  const status = nextStatus("client_close", row.status);
  if (!status) return { number: row.number };
  await updateRequest(context, row, {
    status,
    closedAt: sql`clock_timestamp()`,
    activeAt: sql`clock_timestamp()`,
    answerDueAt: null,
    answerSince: null,
  });
  const actor = actorOf(context.viewer, context.name);
  await addEvent(context, row, actor, { kind: "status", before: row.status, after: status });
  await recordAudit(context.db, {
    brand: row.brand,
    actor: { kind: "contact", id: context.viewer.contactId },
    action: "request.closed",
    entity: "request",
    entityId: row.id,
    details: { number: row.number },
  });
  return { number: row.number };
}
