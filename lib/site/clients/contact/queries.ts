import { inOneStatement } from "@/db/one-statement";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listMailToContact } from "@/lib/mail/log/clients/queries";
import {
  listContactAddresses,
  listContactPhones,
  listContactRelations,
  readSignInState,
} from "@/lib/people/contacts/staff/queries";
import { listChanges } from "@/lib/site/clients/changes/queries";
import { listClientThreads } from "@/lib/threads/staff/clients/queries";

/** How many relations the page shows. */
const SHOWN = 50;
/** How many rows the other parts show. */
const FEW = 8;

/**
 * What the page of a contact shows beside its head, read in one statement; null where the reader's roles say no.
 * `local`: the viewer's zone. `brand`: the zone in which days are counted.
 */
export function readContactParts(
  context: Context<StaffViewer>,
  contactId: string,
  { local, brand }: { readonly local: Zoned; readonly brand: Zoned },
) {
  const joined = inOneStatement(context);
  const latest = { openOnly: false, limit: FEW, local };
  return together({
    signIn: readSignInState(joined, contactId),
    phones: listContactPhones(joined, contactId),
    addresses: listContactAddresses(joined, contactId),
    relations: listContactRelations(joined, contactId, SHOWN),
    cases: listClientThreads(joined, "case", { contactId }, latest),
    requests: listClientThreads(joined, "request", { contactId }, latest),
    chats: listClientThreads(joined, "chat", { contactId }, latest),
    mails: listMailToContact(joined, contactId, FEW, local),
    changes: listChanges(joined, { contactId }, FEW, brand),
  });
}
