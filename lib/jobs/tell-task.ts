import { z } from "zod";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/brand/load";
import { brandOfTold, tellCase } from "@/lib/cases/mail";

const payloadSchema = z.union([z.object({ message: z.uuid() }), z.object({ event: z.uuid() })]);

/** The job `thread.tell`: queues the mails about one message or event of a thread. Bears running twice. */
export async function runTellTask(payload: unknown): Promise<void> {
  const told = payloadSchema.parse(payload);
  const key = await asSystem("the tell job finds the brand of what it tells", (db) => brandOfTold(db, told));
  if (key === null) return;
  const brand = await brandByKey(key);
  await asSystem("a case's people are told by mail", (db) => tellCase(db, brand, told));
}
