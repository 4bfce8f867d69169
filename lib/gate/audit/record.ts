import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema";
import type { Context } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import { personOf } from "@/lib/gate/viewers";
import { withoutSecrets } from "./secrets";

interface AuditEvent {
  /** Null for what concerns no single brand. */
  readonly brand: string | null;
  /** `thing.happened`, e.g. `password.set`. */
  readonly action: string;
  readonly entity?: string;
  readonly entityId?: string;
  /**
   * Facts of ours: no secret, no text that a client wrote. An edit has the values that it changed as `before` and
   * `after`, or `from` and `to`; ids of people in them are shown by name.
   */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Who did it. The two words are for those without an account. */
type Actor = AccountKey | "system" | "visitor";

/**
 * Adds a line to the append-only audit log, in the viewer's own transaction, so that the line is stored exactly if the
 * change is. The line names the viewer as the one who acted; the caller cannot name somebody else.
 */
export function audit({ viewer, db }: Context, event: AuditEvent): Promise<void> {
  return auditAs(db, personOf(viewer), event);
}

/**
 * The same where no viewer acts: jobs, imports, operators, and people who sign in, whose account the gate has found.
 */
export async function auditAs(db: Transaction, actor: Actor, event: AuditEvent): Promise<void> {
  await db.insert(auditEvents).values({
    brand: event.brand,
    actorKind: typeof actor === "string" ? actor : actor.kind,
    actorId: typeof actor === "string" ? null : actor.id,
    action: event.action,
    entity: event.entity ?? null,
    entityId: event.entityId ?? null,
    details: withoutSecrets(event.details ?? {}),
  });
}
