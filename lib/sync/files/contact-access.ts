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
 * Ends all access of contacts whom a file closes or gives another address. A new address most likely means a new
 * person, so the password is deleted too, and the person sets a first one with the reset link. The caller has locked
 * the rows of the contacts. `now`: system time.
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
