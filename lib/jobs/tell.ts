import { z } from "zod";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { tellCase } from "@/lib/threads/cases/mail";
import { placeOfTold } from "@/lib/threads/mail";
import { tellRequest } from "@/lib/threads/requests/mail";

const payloadSchema = z.union([z.object({ message: z.uuid() }), z.object({ event: z.uuid() })]);

/** The job `thread.tell`: queues the mails about one message or event of a thread. Bears running twice. */
export async function runTellTask(payload: unknown): Promise<void> {
  const told = payloadSchema.parse(payload);
  const place = await asSystem("the tell job finds the thread of what it tells", (db) => placeOfTold(db, told));
  if (place === null) return;
  const brand = await brandByKey(place.brand);
  const tell = place.kind === "case" ? tellCase : tellRequest;
  await asSystem("a thread's people are told by mail", (db) => tell(db, brand, told));
}
