import { eq } from "drizzle-orm";
import { inboundMails } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { readThread } from "@/lib/threads/queries";
import { handle, type Plant, type ResendWorld, replyTo } from "../cases/mail/support";

export const ZONE = { zone: "America/New_York" };
/** Of a mail whose sender is not proven. */
export const UNPROVEN = { receipt: {} };
export const TEXT = "It is 2023 R2.\n\nBest regards,\nRobin Meyer\nKeystone";

/** A mail to the address of the plant's filer, handled; the row's id. */
export async function arriveFrom(resend: ResendWorld, { filed, filer }: Plant, over: object = {}): Promise<string> {
  const to = await replyTo(filed, filer);
  const mail = { from: filer.email, to, subject: "Re: it stops", text: TEXT, ...over };
  return (await handle(await resend.arrive(mail))).id;
}

export async function mailRow(id: string) {
  const [found] = await asSystem("test look", (db) => db.select().from(inboundMails).where(eq(inboundMails.id, id)));
  if (!found) throw new Error("expected a received mail");
  return found;
}

export const seenThread = (viewer: Viewer, id: string) =>
  runAsViewer(viewer, "read", (context) => readThread(context, id, ZONE));
