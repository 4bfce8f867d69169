import { and, eq, isNull, sql } from "drizzle-orm";
import { clientViews, contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import type { SignedIn } from "@/lib/gate/auth/types";
import type { Brand } from "@/lib/gate/brand/types";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { viewsAsClients } from "./policy";
import { findClientView } from "./queries";
import type { StartViewInput } from "./schema";

interface Starting extends Context<StaffViewer> {
  /** That of the host. */
  readonly brand: Brand;
  readonly signedIn: SignedIn;
}

/**
 * Begins a look at the portal as a contact sees it, for 15 minutes at most: from the next request on, this session is
 * the contact's in transactions that write nothing. The same form sent again changes nothing. Throws AppError FORBIDDEN
 * for a viewer who is no administrator, NOT_FOUND for a contact whom they do not see or who may not sign in, CONFLICT on
 * the host of another brand, FormUsed for a form sent again with other content.
 */
export async function startClientView(context: Starting, input: StartViewInput): Promise<void> {
  const { viewer, db, brand, signedIn } = context;
  if (!viewsAsClients(viewer)) throw new AppError("FORBIDDEN", "Only administrators view the portal as a client.");
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`client view ${input.id}`}, 0))`);
  const wanted = { staffId: viewer.staffId, contactId: input.contact, reason: input.reason };
  const before = await findClientView(context, input.id);
  if (before) return requireSame(wanted, before);
  const [contact] = await db
    .select({ id: contacts.id, brand: contacts.brand })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, input.contact), isNull(contacts.closedAt)));
  if (!contact) throw new AppError("NOT_FOUND", "There is nobody with this id who may sign in.");
  if (contact.brand !== brand.key) {
    throw new AppError("CONFLICT", "This contact is of another brand. Log in on that brand’s portal to view as them.");
  }
  // The database fills in the names, the company and the end, so drizzle's insert, which names every column, does not fit.
  await db.execute(
    sql`insert into ${clientViews} (id, brand, contact_id, staff_id, session_id, reason)
      values (${input.id}::uuid, ${contact.brand}, ${contact.id}::uuid, ${viewer.staffId}::uuid, ${signedIn.sessionId}::uuid, ${input.reason})`,
  );
  await audit(context, {
    ...{ brand: contact.brand, action: "client-view.started", entity: "contact", entityId: contact.id },
    details: { reason: input.reason },
  });
}
