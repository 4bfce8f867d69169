import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";

export interface AuditEvent {
  /** Null for what concerns no single brand. */
  readonly brand: string | null;
  /** Who did it; the words are for those without an account. */
  readonly actor: { readonly kind: AccountKind; readonly id: string } | "system" | "visitor";
  /** `thing.happened`, e.g. `password.set`. */
  readonly action: string;
  readonly entity?: string;
  readonly entityId?: string;
  /** Facts of ours: no secret, no text that a client wrote. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Adds a line to the append-only audit log, in the caller's transaction: it stands exactly when the deed does. */
export async function recordAudit(db: Transaction, event: AuditEvent): Promise<void> {
  const { actor } = event;
  await db.insert(auditEvents).values({
    brand: event.brand,
    actorKind: typeof actor === "string" ? actor : actor.kind,
    actorId: typeof actor === "string" ? null : actor.id,
    action: event.action,
    entity: event.entity ?? null,
    entityId: event.entityId ?? null,
    details: { ...event.details },
  });
}
