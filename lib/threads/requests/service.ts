import { and, eq } from "drizzle-orm";
import { accountTeamMembers, agreements, estimates, invoices, requests, threads } from "@/db/schema";
import type { MessageSource, RequestKind } from "@/db/schema/constants";
import { AppError, requireSame } from "@/lib/errors";
import { mayAsk } from "@/lib/gate/rights";
import { businessToday } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { readRequestTarget } from "@/lib/threads/answer-clock/queries";
import { lockThread, missingThread } from "@/lib/threads/life/queries";
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
import { findRequestRecord } from "@/lib/threads/requests/record/queries";
import { alreadySent } from "@/lib/threads/rules";
import { actorOf, isSaidAlready } from "@/lib/threads/service";
import type { ReplyInput, RequestInput } from "./schema";

export interface NewRequest {
  /** Made with the form: the same form sent twice is one request. */
  readonly id: string;
  readonly kind: RequestKind;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly string[];
  readonly memberId?: string;
  readonly agreementId?: string;
  /** Required for the kind `invoice`, and absent for every other. */
  readonly invoiceId?: string;
  /** Required for the kind `estimate`, and absent for every other. */
  readonly estimateId?: string;
  /** `YYYY-MM-DD` in the brand's zone, not past. */
  readonly neededBy?: string;
}

/** The sentence for a form that was sent before with other content. */
const openedAlready = (number: string) =>
  `You already sent this form, as ${number}. Your new text is still here: send it again.`;

/**
 * Opens a request with its text as the first message, in one transaction. The same form sent twice opens one request.
 * The database chooses who answers. Throws AppError FORBIDDEN for a contact who may not ask, INVALID for an agreement,
 * document or team member that the viewer does not see and for a day that is past, FormUsed for a form sent again with
 * other content.
 */
export async function openRequest(context: ClientContext, input: NewRequest): Promise<{ number: string }> {
  const { viewer, db, brand } = context;
  const { companyId } = viewer;
  if (!mayAsk(viewer) || companyId === null) {
    throw new AppError("FORBIDDEN", "You cannot send requests right now. The page of your account team says why.");
  }
  const before = await askedBefore(context, input);
  if (before) return before;
  const about = await checkAbout(context, input);
  const { id, kind: topic, subject } = input;
  const target = await readRequestTarget(context, brand.key, topic);
  const opened = await openThread(context, { id, kind: "request", companyId, topic, subject, target });
  // The id is taken: by the same form, which was sent twice at once, or by somebody else's thread.
  if (!opened) {
    const other = await askedBefore(context, input);
    if (!other) throw missingThread("request");
    return other;
  }
  await db.insert(requests).values({
    ...{ id, brand: brand.key, ...about },
    agreementId: input.agreementId ?? null,
    invoiceId: input.invoiceId ?? null,
    estimateId: input.estimateId ?? null,
    neededBy: input.neededBy ?? null,
  });
  const facts = { kind: topic, company: companyId };
  await beginThread(context, { id, kind: "request", ...opened }, firstMessage(input), facts);
  return opened;
}

const firstMessage = ({ id, body, files }: NewRequest) => ({ id, body, files, source: "portal" as const });

/** The request that this form opened when it was sent before; null when it is new. */
async function askedBefore(context: ClientContext, input: NewRequest): Promise<{ number: string } | null> {
  const { viewer } = context;
  const row = await findRequestRecord(context, and(eq(threads.id, input.id), eq(threads.openedBy, viewer.contactId)));
  if (!row) return null;
  const sent = {
    topic: input.kind,
    subject: input.subject,
    agreementId: input.agreementId ?? null,
    invoiceId: input.invoiceId ?? null,
    estimateId: input.estimateId ?? null,
    neededBy: input.neededBy ?? null,
    // A member who has left the account team since is no difference.
    memberId: row.memberId === null && row.memberName !== null ? null : (input.memberId ?? null),
  };
  requireSame(sent, row, openedAlready(row.number));
  await isSaidAlready(context, row, actorOf(viewer, context.name), firstMessage(input), openedAlready(row.number));
  return { number: row.number };
}

/**
 * Checks that the viewer sees everything that the request is about. The database refuses what belongs to another
 * company, but without a sentence for the client.
 */
async function checkAbout({ viewer, db, brand }: ClientContext, input: NewRequest) {
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

/**
 * A client's message. A request that waited on the client or was answered is in progress again, and so is a closed one,
 * however long ago it was closed. An answer is owed from now on, unless one was owed already. The same form sent twice
 * is one message. Throws AppError NOT_FOUND as lockThread, INVALID for files that are not the author's, FormUsed for a
 * form sent again with other content.
 */
export async function replyToRequest(
  context: ClientContext,
  input: ReplyInput & Folding,
  source: MessageSource = "portal",
): Promise<Replied> {
  const { brand, viewer } = context;
  const row = await lockThread(context, "request", { brand: brand.key, number: input.number });
  const message = { id: input.id, body: input.body, files: input.files, ...foldingOf(input), source };
  if (await isSaidAlready(context, row, actorOf(viewer, context.name), message, alreadySent(row.number))) {
    return { number: row.number, messageId: input.id };
  }
  return replyToThread(context, row, message);
}

/** A client closes a request. Closing what is closed changes nothing. Throws AppError NOT_FOUND as lockThread. */
export async function closeRequest(context: ClientContext, { number }: RequestInput): Promise<{ number: string }> {
  return closeThread(context, await lockThread(context, "request", { brand: context.brand.key, number }), null);
}
