import { eq, lt } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { fileTickets } from "@/db/schema";
import { asGate, type Context } from "@/db/viewer";
import { hashSecret, isSecretShaped, newSecret } from "@/lib/gate/tokens";
import { personOf } from "@/lib/gate/viewers";

/** How long a ticket is valid: long enough for the browser to follow a redirect. */
const LIFE_MS = 60_000;

/** The session that asks for a file, and the brand on whose host it asks. */
interface Asker {
  readonly brand: string;
  readonly sessionId: string;
}

/**
 * Lets this session fetch a file that the viewer sees, once and within a minute. Returns the secret for the address.
 * `now` is system time.
 */
export async function issueTicket(
  { viewer, db }: Context,
  fileId: string,
  { brand, sessionId }: Asker,
  now: Temporal.Instant,
): Promise<string> {
  const secret = newSecret();
  const person = personOf(viewer);
  await db.insert(fileTickets).values({
    ...{ tokenHash: hashSecret(secret), fileId, sessionId, brand },
    ...{ accountKind: person.kind, accountId: person.id, expiresAt: new Date(now.epochMilliseconds + LIFE_MS) },
  });
  return secret;
}

type Ticket = typeof fileTickets.$inferSelect;

/**
 * Deletes the ticket, so that it works only once. Null if it was used, has expired or never existed. `now` is system
 * time.
 */
export async function redeemTicket(secret: string, now: Temporal.Instant): Promise<Ticket | null> {
  if (!isSecretShaped(secret)) return null;
  const [ticket] = await asGate("a ticket is redeemed before there is a viewer", (db) =>
    db
      .delete(fileTickets)
      .where(eq(fileTickets.tokenHash, hashSecret(secret)))
      .returning(),
  );
  return ticket && ticket.expiresAt.getTime() > now.epochMilliseconds ? ticket : null;
}

/** Deletes tickets that nobody redeemed. */
export async function dropTickets(before: Date): Promise<void> {
  await asGate("tickets that are over go", (db) => db.delete(fileTickets).where(lt(fileTickets.expiresAt, before)));
}
