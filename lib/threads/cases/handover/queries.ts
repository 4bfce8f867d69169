import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import type { Resting } from "@/lib/threads/recipients/queries";

const rows = z.array(z.object({ contact_id: z.string(), in_place_id: z.string() }));

/**
 * Contacts who handed the case to a colleague and rest since then: until it is handed back to them, they are added again
 * or they write. Read by jobs, which see every row.
 */
export async function listResting(db: Transaction, threadId: string): Promise<Resting[]> {
  const found = rows.parse([
    ...(await db.execute(sql`
      select distinct h.actor_id as contact_id, h.subject_id as in_place_id from thread_events h
      where h.thread_id = ${threadId}::uuid and h.kind = 'handed_over' and h.actor_kind = 'contact' and h.subject_id is not null
        and not exists (select from thread_events e where e.thread_id = h.thread_id and e.kind in ('handed_over', 'participant_added')
          and e.created_at > h.created_at and e.subject_id = h.actor_id)
        and not exists (select from messages m where m.thread_id = h.thread_id and m.created_at > h.created_at
          and m.author_kind = 'contact' and m.author_id = h.actor_id)`)),
  ]);
  return found.map(({ contact_id, in_place_id }) => ({ contactId: contact_id, inPlaceId: in_place_id }));
}
