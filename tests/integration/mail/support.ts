import { eq, sql } from "drizzle-orm";
import { outbox, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import type { MailKind } from "@/lib/mail/kinds";
import { enqueueMail, type NewMail } from "@/lib/mail/outbox";
import { createResendSender, type SendMail } from "@/lib/mail/resend";
import { runSendTask } from "@/lib/mail/send";
import { renderMail } from "@/lib/mail/templates/render";
import type { Fault } from "@/scripts/demo/sandboxes/resend/faults";
import { isSentTo, type Mail } from "@/scripts/demo/sandboxes/resend/mailbox";
import { startSandbox } from "@/scripts/demo/sandboxes/server";
import { nobodysId, unique } from "@/tests/support/world";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The sandbox of Resend behind a real socket, the real SDK in front of it, and a clock that tests move. */
export async function startMail(options: { timeoutMs?: number; beforeStore?: () => Promise<void> } = {}) {
  const sandbox = await startSandbox({ port: 0, host: "127.0.0.1" }, { beforeStore: options.beforeStore });
  const send = createResendSender({ apiKey: "re_test", baseUrl: sandbox.url, timeoutMs: options.timeoutMs });
  return {
    url: sandbox.url,
    send,
    close: sandbox.close,
    fault: (mode: Fault["mode"], times = 1) => sandbox.faults.set({ mode, times }),
    inbox: (address: string): Mail[] => sandbox.mailbox.list().filter((mail) => isSentTo(mail, address)),
  };
}

/** One run of the job, `after` milliseconds from now. */
export function runTask(id: string, send: SendMail | null, after = 0): Promise<void> {
  return runSendTask({ id }, { now: () => Date.now() + after, send, render: renderMail });
}

export const newAddress = () => `${unique("reader")}@client.example`.toLowerCase();

export async function enqueue<K extends MailKind>(
  mail: Pick<NewMail<K>, "kind" | "to" | "props"> &
    Partial<Pick<NewMail<K>, "brand" | "toName" | "replyTo" | "dedupeKey">> & { readonly person?: AccountKey },
): Promise<string> {
  const { id } = await asSystem("test mail", (db) =>
    enqueueMail(db, { brand: "cimsoft", dedupeKey: unique("mail"), ...mail }),
  );
  return id;
}

export const enqueueChanged = (to: string, over: Partial<NewMail<"password-changed">> = {}) =>
  enqueue({ kind: "password-changed", to, props: {}, ...over });

export async function outboxRow(id: string) {
  const [row] = await asSystem("test look", (db) => db.select().from(outbox).where(eq(outbox.id, id)));
  return row;
}

/** Unfinished jobs that would send this mail. */
export async function jobsFor(id: string): Promise<number> {
  const rows = await asSystem("test look", (db) =>
    db.execute<{ count: string }>(sql`select count(*) from graphile_worker.jobs where key = ${`mail:${id}`}`),
  );
  return Number(rows[0]?.count);
}

export async function createToken(
  account: { kind: "contact" | "staff"; id: string },
  over: Partial<typeof signInTokens.$inferInsert> = {},
): Promise<string> {
  const id = nobodysId();
  const now = Date.now();
  await asSystem("test world", (db) =>
    db.insert(signInTokens).values({
      id,
      accountKind: account.kind,
      accountId: account.id,
      brand: "cimsoft",
      tokenHash: hashSecret(tokenFor("reset", id)),
      createdAt: new Date(now),
      expiresAt: new Date(now + HOUR),
      ...over,
    }),
  );
  return id;
}
