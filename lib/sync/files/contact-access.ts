import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { auditAs } from "@/lib/gate/audit/record";
import { forgetDevices } from "@/lib/gate/auth/devices";
import { replaceLinks } from "@/lib/gate/auth/reset";
import { endSessionsOf } from "@/lib/gate/auth/session-store";
import type { MergedRow } from "../merge-rows";
import type { ContactValues } from "./contact-merge";
import type { ContactRow } from "./contact-row";

/**
 * Ends sessions, links and known browsers of contacts that a file closes. A new address takes them when it is confirmed
 * (lib/gate/auth/new-address.ts). The caller has locked the contacts' rows. `now`: system time.
 */
export async function revokeAccess(
  db: Transaction,
  merged: readonly MergedRow<ContactRow, ContactValues>[],
  now: Temporal.Instant,
): Promise<void> {
  for (const { stored, values } of merged) {
    if (!stored) continue;
    if (stored.closedAt !== null || values.closedAt === null) continue;
    const account = { kind: "contact", id: values.id } as const;
    await endSessionsOf(db, account, { now });
    await replaceLinks(db, account, null, now);
    await forgetDevices(db, account);
    await auditAs(db, "system", {
      brand: values.brand,
      action: "access.revoked",
      entity: "contact",
      entityId: values.id,
      details: { closed: true },
    });
  }
}
