import { eq } from "drizzle-orm";
import { files } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { messagesOf, type Plant, type ResendWorld, replyTo } from "./support";

/** A reply of the plant's filer arrives, as their mail program would send it; the provider's id. */
export async function arriveReply(resend: ResendWorld, { filed, filer }: Plant, over: object = {}): Promise<string> {
  return resend.arrive({
    from: `${filer.name} <${filer.email.toUpperCase()}>`,
    to: `Cimsoft <${(await replyTo(filed, filer)).toUpperCase()}>`,
    subject: `Re: [${filed.number}] ${filed.subject}`,
    text: "It is 2023 R2.\n\nOn Tue, Nov 3, 2026 at 9:10 AM Cimsoft <s@x.example> wrote:\n\n> Which version?",
    ...over,
  });
}

/** The messages of a case after the first. */
export const saidIn = async (caseId: string) =>
  (await messagesOf(caseId))
    .filter((message) => message.id !== caseId)
    .map(({ authorId, body, source }) => ({ authorId, body, source }));

export const filesOf = (threadId: string) =>
  asSystem("test look", (db) => db.select().from(files).where(eq(files.threadId, threadId)));

export const looseFiles = (uploaderId: string) =>
  asSystem("test look", async (db) =>
    (await db.select().from(files).where(eq(files.uploaderId, uploaderId))).filter((file) => file.threadId === null),
  );

export const attachment = (filename: string, content: Buffer | string) => ({
  filename,
  content: Buffer.from(content).toString("base64"),
});
