import { eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { newSignInAddresses } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { lockAccount } from "@/lib/gate/accounts";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import { contactOf, openRow } from "./new-address";

/**
 * The purpose of the secret in a link: a link for a new password confirms no address, and a link like this sets no
 * password.
 */
const TOKEN_KIND = "new-address";

const payloadSchema = z.object({ id: z.uuid() });

/**
 * The job `auth.new-address`, added with the row: mails the link to the new address, and tells the old address about
 * it.
 */
export async function runNewAddressTask(payload: unknown, now: Temporal.Instant = systemNow()): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  await asSystem("a new sign-in address is asked to confirm itself", async (db) => {
    const row = await openRow(db, eq(newSignInAddresses.id, id), now);
    const account = row && (await lockAccount(db, contactOf(row)));
    if (!account || row.tokenHash !== null) return;
    await db
      .update(newSignInAddresses)
      .set({ tokenHash: hashSecret(tokenFor(TOKEN_KIND, id)) })
      .where(eq(newSignInAddresses.id, id));
    const mail = { brand: row.brand, toName: account.name };
    await enqueueMail(db, {
      ...{ ...mail, kind: "sign-in-address-confirm", to: row.address },
      props: { tokenId: id },
      dedupeKey: `sign-in-address-confirm:${id}`,
    });
    await enqueueMail(db, {
      ...{ ...mail, kind: "sign-in-address-waiting", to: account.email },
      props: { currentAddress: account.email, newAddress: row.address },
      dedupeKey: `sign-in-address-waiting:${id}`,
    });
  });
}
