import { and, eq, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { RequestKind, Severity } from "@/db/schema/constants";
import { AppError, requireSame } from "@/lib/errors";
import { kindOf } from "@/lib/threads/kinds";
import { missingThread, threadColumns } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";
import { visibleThreads, worksThreads } from "@/lib/threads/policy";
import { addEvent, addMessage, isSaidAlready } from "@/lib/threads/service";
import { type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { findBrandOf, findUnseeing, listAddressees } from "./queries";
import { unseeingSentence } from "./rules";

/*
 * Staff write first: a case that a contact phoned in, and a request to a contact. The thread is the contact's, as if
 * they had opened it, and its first event says who did.
 */

interface OfBegun {
  /** Made with the form: the same form sent twice is one thread. */
  readonly id: string;
  readonly companyId: string;
  readonly contactId: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly string[];
}

export interface BegunCase extends OfBegun {
  readonly kind: "case";
  readonly severity: Severity;
  readonly product: string;
  readonly productVersion: string | null;
  /** When the client asked, and when the first answer is due (system time). */
  readonly askedAt: Date;
  readonly due: Date;
}

export interface BegunRequest extends OfBegun {
  readonly kind: "request";
  readonly topic: Exclude<RequestKind, "change">;
  readonly agreementId?: string;
  readonly invoiceId?: string;
  readonly estimateId?: string;
}

const NONE = { severity: null, product: null, productVersion: null, askedAt: null, due: null };
const NO_TOPIC = { topic: null, agreementId: null, invoiceId: null, estimateId: null };

const begunAlready = (number: string) =>
  `You already sent this form, as ${number}. Your new text is still here: send it again.`;

/**
 * Opens the thread with its text as the first message, in the caller's transaction. The same form sent twice opens one
 * thread. Throws AppError NOT_FOUND for a company that the viewer does not see, FORBIDDEN for who does not work the
 * kind, INVALID at the field `contact` for a contact who could not see the thread, with those who could, and FormUsed
 * for a form sent again with other content.
 */
export async function beginForContact(
  context: StaffContext,
  thread: BegunCase | BegunRequest,
): Promise<{ number: string }> {
  const { kind, id, companyId, contactId } = thread;
  const { noun, workers, begins } = kindOf(kind);
  if (!worksThreads(context.viewer, kind)) throw new AppError("FORBIDDEN", `${workers} begin ${noun}s for clients.`);
  const before = await begunBefore(context, thread);
  if (before) return before;
  const brand = await findBrandOf(context, companyId);
  if (!brand) throw new AppError("NOT_FOUND", "There is no such company.");
  const contactName = await requireSeeing(context, thread);
  const number = await insertThread(context, thread);
  // The id is taken by the same form, which was sent twice at once, or by somebody else's thread; or the contact lost
  // the right since it was read.
  if (!number) {
    const other = await begunBefore(context, thread);
    if (other) return other;
    throw new AppError("CONFLICT", "This changed while you were writing. Your text is still here: send it again.");
  }
  const actor = workerOf(context);
  const row = { id, kind, brand, number };
  const event = { kind: begins.event, after: contactName, subjectId: contactId };
  await addEvent(context, row, actor, event);
  await addMessage(context, row, actor, firstMessage(thread));
  await auditThread(context, row, "begun-for-contact", { contact: contactId, company: companyId });
  return { number };
}

const firstMessage = ({ id, body, files }: OfBegun) => ({ id, body, files, source: "portal" as const });

/** The contact's name. Throws INVALID, with those who could, for a contact who could not see the thread. */
async function requireSeeing(context: StaffContext, thread: BegunCase | BegunRequest): Promise<string> {
  const begun =
    thread.kind === "case"
      ? ({ kind: "case", topic: null } as const)
      : ({ kind: "request", topic: thread.topic } as const);
  const { able, unable } = await listAddressees(context, thread.companyId, begun);
  const chosen = able.find(({ id }) => id === thread.contactId);
  if (chosen) return chosen.name;
  const other =
    unable.find(({ id }) => id === thread.contactId) ??
    (await findUnseeing(context, thread.contactId, thread.companyId, begun));
  const names = able.map(({ label }) => label);
  const sentence = other ? unseeingSentence(other.name, other.why, names) : "Choose a contact from the list.";
  throw new AppError("INVALID", sentence, { field: "contact" });
}

/** Inserts the thread and the row of its kind; null where the database refuses: see staff_begins_thread. */
async function insertThread({ db }: StaffContext, thread: BegunCase | BegunRequest): Promise<string | null> {
  const { id, kind, companyId, contactId, subject } = thread;
  const { severity, product, productVersion, askedAt, due } = thread.kind === "case" ? thread : NONE;
  const about = thread.kind === "request" ? thread : NO_TOPIC;
  const [row] = await db.execute<{ number: string | null }>(
    sql`select staff_begins_thread(${id}::uuid, ${kind}, ${companyId}::uuid, ${contactId}::uuid, ${about.topic}, ${subject},
      ${severity}, ${product}, ${productVersion}, ${about.agreementId ?? null}::uuid, ${about.invoiceId ?? null}::uuid,
      ${about.estimateId ?? null}::uuid, ${askedAt?.toISOString() ?? null}::timestamptz, ${due?.toISOString() ?? null}::timestamptz) as number`,
  );
  return row?.number ?? null;
}

/** The thread that this form opened when it was sent before; null when it is new. */
async function begunBefore(
  context: StaffContext,
  thread: BegunCase | BegunRequest,
): Promise<{ number: string } | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select(threadColumns)
    .from(threads)
    .where(and(visibleThreads(viewer, thread.kind), eq(threads.id, thread.id)));
  if (!row) return null;
  const { companyId, contactId, subject } = thread;
  const sentence = begunAlready(row.number);
  // An id of somebody else's thread is that of none: this throws NOT_FOUND before anything of it is compared.
  const isMine = await isSaidAlready(context, row, workerOf(context), firstMessage(thread), sentence);
  if (!isMine) throw missingThread(thread.kind);
  requireSame({ companyId, openedBy: contactId, subject }, row, sentence);
  return { number: row.number };
}
