import { and, eq, isNull } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { clientViews } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { countedAs, type SignedIn } from "./types";

/**
 * Ends the look as a client that this session is in, and nothing else: the administrator is themselves again. Does
 * nothing for a session without one. `now` is system time.
 */
export async function endClientView(signedIn: SignedIn, now: Temporal.Instant): Promise<void> {
  const { viewing, sessionId } = signedIn;
  if (!viewing) return;
  await asGate("an administrator ends their look as a client", async (db) => {
    const ended = await db
      .update(clientViews)
      .set({ endedAt: new Date(now.epochMilliseconds) })
      .where(and(eq(clientViews.id, viewing.id), eq(clientViews.sessionId, sessionId), isNull(clientViews.endedAt)));
    if (ended.count === 0) return;
    await auditAs(db, countedAs(signedIn), {
      ...{ brand: signedIn.viewer.kind === "client" ? signedIn.viewer.brand : null, action: "client-view.ended" },
      ...{ entity: "contact", entityId: viewing.contactId },
    });
  });
}
