import { and, eq, sql } from "drizzle-orm";
import { v5 as uuidv5 } from "uuid";
import { companies } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { systemNow } from "@/lib/kit/time";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { changesBetween } from "@/lib/people/edits/contacts/rules";
import { sendInvitation } from "@/lib/people/edits/contacts/service";
import { changeableCompanies } from "./policy";
import { listInvitees } from "./queries";
import { basisOfCompany, MOST_INVITED, parseDomains } from "./rules";
import type { EditCompanyInput, HandBackCompanyFieldInput, InviteAllInput } from "./schema";

type Writing = Context<StaffViewer>;

/**
 * Locks a company. Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for a company of another
 * brand and for one that was merged.
 */
/** Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for a company of another brand or a merged one. */
export async function lockCompany({ viewer, db }: Writing, id: string) {
  if (!editsPeople(viewer)) throw new AppError("FORBIDDEN", "Only administrators edit companies.");
  const [row] = await db
    .select()
    .from(companies)
    .where(and(changeableCompanies(viewer), eq(companies.id, id)))
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is no company with this id.");
  return row;
}

/**
 * Changes a company's fields. A trigger notes those that differ in companies.portal_fields, and imports leave them alone
 * until they are handed back. Throws as lockCompany, FormUsed after a colleague's edit, INVALID for what is no domain.
 */
export async function editCompany(context: Writing, input: EditCompanyInput): Promise<void> {
  const { viewer, db } = context;
  const before = await lockCompany(context, input.company);
  const present = basisOfCompany(before);
  if (input.based !== present) {
    const address = [...before.addressLines, before.city, before.region, before.postalCode, before.country];
    const now = [before.name, before.phone, ...before.mailDomains, ...address].filter(Boolean).join(", ");
    throw new FormUsed(
      `Somebody changed this while your form was open. Now it is: ${now}. What you typed is still here: send it again to replace theirs.`,
      { based: present },
    );
  }
  const mailDomains = parseDomains(input.mailDomains ?? "");
  if (!mailDomains) {
    throw new AppError("INVALID", "Enter domains like company.com, with spaces between them.", {
      field: "mailDomains",
    });
  }
  const values = {
    name: input.name,
    phone: input.phone ?? null,
    mailDomains,
    addressLines: [input.line1, input.line2].filter((text) => text !== undefined),
    city: input.city ?? null,
    region: input.region ?? null,
    postalCode: input.postalCode ?? null,
    country: input.country ?? null,
  };
  const { name, phone, addressLines, city, region, postalCode, country } = before;
  const changes = changesBetween(
    { name, phone, mailDomains: before.mailDomains, addressLines, city, region, postalCode, country },
    values,
  );
  if (Object.keys(changes).length === 0) return;
  await db
    .update(companies)
    .set(values)
    .where(and(changeableCompanies(viewer), eq(companies.id, before.id)));
  await audit(context, {
    ...about(before),
    action: "company.edited",
    details: { changes, ...(input.reason !== undefined && { reason: input.reason }) },
  });
}

const about = ({ id, brand }: { readonly id: string; readonly brand: string }) => ({
  brand,
  entity: "company",
  entityId: id,
});

/** Forgets that a field was edited in the portal, so that the next import may change it. Throws as lockCompany. */
export async function handBackCompanyField(context: Writing, input: HandBackCompanyFieldInput): Promise<void> {
  const { viewer, db } = context;
  const company = await lockCompany(context, input.company);
  if (!company.portalFields.includes(input.field)) return;
  await db
    .update(companies)
    .set({ portalFields: sql`array_remove(${companies.portalFields}, ${input.field})` })
    .where(and(changeableCompanies(viewer), eq(companies.id, company.id)));
  await audit(context, { ...about(company), action: "company.handed-back", details: { field: input.field } });
}

/**
 * Invites the contacts of a company who have no account yet, at most MOST_INVITED of them, one mail each. Presses of
 * one company wait for each other, and who was invited within a day is not invited again. Returns how many mails go
 * out. Throws as lockCompany.
 */
export async function inviteAll(context: Writing, input: InviteAllInput): Promise<number> {
  const company = await lockCompany(context, input.company);
  const now = new Date(systemNow().epochMilliseconds);
  const invitees = (await listInvitees(context, company.id, now)).filter(({ whyNot }) => whyNot === null);
  let sent = 0;
  for (const invitee of invitees.slice(0, MOST_INVITED)) {
    if (await sendInvitation(context, invitee, uuidv5(invitee.id, input.batch))) sent += 1;
  }
  if (sent > 0) await audit(context, { ...about(company), action: "company.contacts-invited", details: { sent } });
  return sent;
}
