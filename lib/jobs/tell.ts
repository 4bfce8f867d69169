import { z } from "zod";
import type { Transaction } from "@/db/client";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { caseMail } from "@/lib/threads/cases/mail";
import { brandOfTold, type ThreadMails, type Told, tellThread } from "@/lib/threads/mail";
import { requestMail } from "@/lib/threads/requests/mail";
import { endSnoozeOfAnswered } from "@/lib/threads/staff/snoozes/tasks";

const MAILS: ThreadMails = { case: caseMail, request: requestMail, chat: null };

const payloadSchema = z.union([z.object({ message: z.uuid() }), z.object({ event: z.uuid() })]);

/**
 * Queues the mails about one message or event of a thread of any kind: see tellThread. A client's message also ends the
 * snooze of its thread.
 */
export async function tell(db: Transaction, brand: Brand, told: Told): Promise<void> {
  await tellThread(db, MAILS, brand, told);
  if ("message" in told) await endSnoozeOfAnswered(db, brand, told.message);
}

/** The job `thread.tell`: queues the mails about one message or event of a thread. May safely run twice. */
export async function runTellTask(payload: unknown): Promise<void> {
  const told = payloadSchema.parse(payload);
  const key = await asSystem("the tell job finds the brand of what it tells", (db) => brandOfTold(db, told));
  if (key === null) return;
  const brand = await brandByKey(key);
  await asSystem("a thread's people are told by mail", (db) => tell(db, brand, told));
}
