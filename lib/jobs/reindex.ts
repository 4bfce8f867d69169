import { z } from "zod";
import { asSystem } from "@/db/viewer";
import { indexAnew } from "@/lib/threads/search/service";

const payloadSchema = z.object({ company: z.uuid() });

/** The job `threads.reindex`: a company has a new name, by which search must find its threads. May safely run twice. */
export async function runReindexTask(payload: unknown): Promise<void> {
  const { company } = payloadSchema.parse(payload);
  const next = (after: string | null): Promise<string | null> =>
    asSystem("threads are found by their company's new name", (db) => indexAnew(db, company, after));
  for (let after = await next(null); after !== null; ) after = await next(after);
}
