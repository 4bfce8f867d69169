import { and, eq, sql } from "drizzle-orm";
import { contacts, portalDecisions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { handedBackContacts, handsBack, visiblePortalDecisions } from "./policy";
import type { HandBackFieldInput } from "./schema";

type Writing = Context<StaffViewer>;

function refuseOthers(viewer: StaffViewer): void {
  if (!handsBack(viewer)) throw new AppError("FORBIDDEN", "Only administrators hand something back to the ERP.");
}

/**
 * Deletes a decision, so that the next import may change what the decision is about. Until then nothing changes. Does
 * nothing if the decision is gone already. Throws AppError FORBIDDEN for a viewer who is no administrator.
 */
export async function handBackDecision(context: Writing, id: string): Promise<void> {
  const { viewer, db } = context;
  refuseOthers(viewer);
  const [gone] = await db
    .delete(portalDecisions)
    .where(and(visiblePortalDecisions(viewer), eq(portalDecisions.id, id)))
    .returning({
      brand: portalDecisions.brand,
      kind: portalDecisions.kind,
      outcome: portalDecisions.outcome,
      contactId: portalDecisions.contactId,
      companyId: portalDecisions.companyId,
      externalId: portalDecisions.externalId,
    });
  if (!gone) return;
  const { brand, kind, outcome, contactId, companyId, externalId } = gone;
  await audit(context, {
    brand,
    action: "portal-decision.handed-back",
    entity: contactId ? "contact" : companyId ? "company" : "portal_decision",
    entityId: contactId ?? companyId ?? id,
    details: { kind, outcome, company: companyId, member: externalId },
  });
}

/**
 * Forgets that a field of a contact was edited in the portal, so that the next import may change it. Until then nothing
 * changes. Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for a contact who belongs to none
 * of the viewer's brands.
 */
export async function handBackField(
  context: Writing,
  { contact: id, field }: Pick<HandBackFieldInput, "contact" | "field">,
): Promise<void> {
  const { viewer, db } = context;
  refuseOthers(viewer);
  const which = and(handedBackContacts(viewer), eq(contacts.id, id));
  const [contact] = await db
    .select({ brand: contacts.brand, fields: contacts.portalFields })
    .from(contacts)
    .where(which)
    .for("update");
  if (!contact) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  if (!contact.fields.includes(field)) return;
  await db
    .update(contacts)
    .set({ portalFields: sql`array_remove(${contacts.portalFields}, ${field})` })
    .where(which);
  await audit(context, {
    brand: contact.brand,
    action: "contact.handed-back",
    entity: "contact",
    entityId: id,
    details: { field },
  });
}
