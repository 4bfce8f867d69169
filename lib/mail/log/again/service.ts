import { and, eq, sql } from "drizzle-orm";
import { outbox } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { isMailKind, isOptional } from "@/lib/mail/kinds";
import { readsMailLog, visibleMail } from "@/lib/mail/log/policy";
import { type Deed, doOnce } from "@/lib/people/bulk-deeds/service";
import { WHY_NOT_AGAIN, type WhyNotAgain, whyNeverAgain } from "./rules";
import type { BulkSendAgain, SendAgain } from "./schema";

type Writing = Context<StaffViewer>;

/*
 * A mail that failed, sent once more: as a mail of its own, so that the log keeps what became of each. The database
 * writes it, since nobody of the staff writes into the outbox, and judges there who may get it today; the job that sends
 * it judges again.
 */

type Answer = { readonly done: "sent" | "again" } | { readonly whyNot: string };

function requireReader({ viewer }: Writing): void {
  if (!readsMailLog(viewer)) throw new AppError("FORBIDDEN", "Only administrators send mail again.");
}

/** Throws NOT_FOUND for a mail that the viewer may not see. */
async function sendOnce(context: Writing, id: string): Promise<Answer> {
  const { viewer, db } = context;
  const [mail] = await db
    .select({ brand: outbox.brand, kind: outbox.kind })
    .from(outbox)
    .where(and(visibleMail(viewer), eq(outbox.id, id)));
  if (!mail) throw new AppError("NOT_FOUND", "There is no such mail.");
  const never = whyNeverAgain(mail.kind);
  if (never !== null) return { whyNot: never };
  const optional = isMailKind(mail.kind) && isOptional(mail.kind);
  const [row] = await db.execute<{ answer: "sent" | "again" | "missing" | WhyNotAgain }>(
    sql`select send_mail_again(${id}::uuid, ${optional}) as answer`,
  );
  const answer = row?.answer ?? "missing";
  if (answer === "missing") throw new AppError("NOT_FOUND", "There is no such mail.");
  if (answer === "again") return { done: "again" };
  if (answer !== "sent") return { whyNot: WHY_NOT_AGAIN[answer] };
  const { brand, kind } = mail;
  await audit(context, { brand, action: "mail.sent-again", entity: "mail", entityId: id, details: { kind } });
  return { done: "sent" };
}

/**
 * Sends a mail that failed once more. Who asks twice, or after a colleague, has it sent once. Throws FORBIDDEN for who is
 * no administrator, NOT_FOUND as sendOnce, INVALID where nobody may get it any more.
 */
export async function sendMailAgain(context: Writing, { mail }: SendAgain): Promise<void> {
  requireReader(context);
  const answer = await sendOnce(context, mail);
  if ("whyNot" in answer) throw new AppError("INVALID", `It is not sent again. ${answer.whyNot}.`);
}

/** Sends the chosen mails that failed once more, each as sendMailAgain. Throws FORBIDDEN as that, FormUsed as doOnce. */
export async function sendManyAgain(context: Writing, { id, numbers }: BulkSendAgain): Promise<Deed> {
  requireReader(context);
  return doOnce(context, { id, kind: "mail", deed: "send", rows: numbers, content: "" }, async (number) => {
    const answer = await sendOnce(context, number);
    if ("whyNot" in answer) return { number, outcome: "refused", why: answer.whyNot };
    return { number, outcome: answer.done === "sent" ? "done" : "already" };
  });
}
