import { v5 as uuidv5 } from "uuid";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { systemNow } from "@/lib/kit/time";
import { type Deed, doOnce } from "@/lib/people/bulk-deeds/service";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { readAccounts } from "@/lib/people/edits/contacts/queries";
import { whyNotInvited } from "@/lib/people/edits/contacts/rules";
import { disableContact, lockContact, sendInvitation } from "@/lib/people/edits/contacts/service";
import type { BulkDisable, BulkInvite } from "./schema";

type Writing = Context<StaffViewer>;

/* What administrators do to several contacts at once: to each what the service does to one, with its line in the log. */

function requireEditor({ viewer }: Writing): void {
  if (!editsPeople(viewer)) throw new AppError("FORBIDDEN", "Only administrators edit contacts.");
}

/**
 * Mails the chosen contacts the link of the first sign-in, one mail each. As when all of a company are invited, who
 * signs in already or was invited within a day is left alone. Throws FORBIDDEN for who is no administrator, FormUsed as
 * doOnce.
 */
export async function inviteMany(context: Writing, { id, numbers }: BulkInvite): Promise<Deed> {
  requireEditor(context);
  return doOnce(context, { id, kind: "contact", deed: "invite", rows: numbers, content: "" }, async (number) => {
    const contact = await lockContact(context, number);
    const account = (await readAccounts(context, [number])).get(number);
    const why = whyNotInvited({
      closedAt: contact.closedAt,
      hasPassword: account?.hasPassword ?? false,
      invitedAt: account?.invitedAt ?? null,
      now: new Date(systemNow().epochMilliseconds),
    });
    if (why) return { number, outcome: "refused", why };
    const isSent = await sendInvitation(context, contact, uuidv5(number, id));
    return { number, outcome: isSent ? "done" : "changed" };
  });
}

/** Closes the accounts of the chosen contacts. Throws FORBIDDEN for who is no administrator, FormUsed as doOnce. */
export async function disableMany(context: Writing, { id, numbers, reason }: BulkDisable): Promise<Deed> {
  requireEditor(context);
  const asked = { id, kind: "contact", deed: "disable", rows: numbers, content: reason ?? "" } as const;
  return doOnce(context, asked, async (number) => {
    const { closedAt } = await lockContact(context, number);
    if (closedAt !== null) return { number, outcome: "already" };
    await disableContact(context, { contact: number, reason });
    return { number, outcome: "done" };
  });
}
