import { and, eq, isNull, sql } from "drizzle-orm";
import { constraintOf } from "@/db/faults";
import { contactCompanies, contacts, newSignInAddresses } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { visibleContactRows } from "@/lib/people/contacts/policy";
import { changeableContacts, editsPeople } from "./policy";
import { type CompanyChoice, findCompaniesNamed, findEditedContact, readAccounts, rightsOf } from "./queries";
import {
  basisOfAddress,
  basisOfDetails,
  basisOfRights,
  type Changes,
  changesBetween,
  rightsLines,
  whyNotInvited,
} from "./rules";
import type {
  AddRelationInput,
  DisableInput,
  EditContactInput,
  EditRightsInput,
  InviteInput,
  NewAddressInput,
} from "./schema";

/*
 * What administrators edit of contacts. Triggers note in contacts.portal_fields and portal_decisions what was decided, so
 * that imports leave it alone until it is handed back to the ERP.
 */

type Writing = Context<StaffViewer>;
type Contact = typeof contacts.$inferSelect;

const refuse = (sentence: string, field?: string) => new AppError("INVALID", sentence, field ? { field } : {});

/**
 * Locks a contact. Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for a contact of another
 * brand and for one who was merged.
 */
export async function lockContact({ viewer, db }: Writing, id: string): Promise<Contact> {
  if (!editsPeople(viewer)) throw new AppError("FORBIDDEN", "Only administrators edit contacts.");
  const [row] = await db
    .select()
    .from(contacts)
    .where(and(changeableContacts(viewer), eq(contacts.id, id)))
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  return row;
}

/**
 * Throws FormUsed if the record is no longer what the form was made from. The form then carries the present values, so
 * that sending it again is a decision about these.
 */
function refuseStale(based: string, present: string, words: string): void {
  if (based === present) return;
  throw new FormUsed(
    `Somebody changed this while your form was open. Now it is: ${words}. What you typed is still here: send it again to replace theirs.`,
    { based: present },
  );
}

/** The audit line of an edit: what changed, from what to what, and why. No secret is among the fields. */
function auditEdit(
  context: Writing,
  contact: Pick<Contact, "id" | "brand">,
  action: string,
  changes: Changes,
  reason?: string | undefined,
): Promise<void> {
  return audit(context, {
    brand: contact.brand,
    action,
    entity: "contact",
    entityId: contact.id,
    details: { changes, ...(reason !== undefined && { reason }) },
  });
}

async function write({ viewer, db }: Writing, { id }: Contact, values: Partial<Contact>): Promise<void> {
  await db
    .update(contacts)
    .set(values)
    .where(and(changeableContacts(viewer), eq(contacts.id, id)));
}

/** The one company that the text names. Throws AppError INVALID for none and for several. */
async function namedCompany(context: Writing, brand: string, text: string): Promise<CompanyChoice> {
  const found = await findCompaniesNamed(context, brand, text);
  const [first, second] = found;
  if (!first) throw refuse("No open company of the brand has this name or number.", "company");
  const byNumber = found.find(({ number }) => number === text);
  if (!second || byNumber) return byNumber ?? first;
  const numbers = found.map(({ number }) => number).join(", ");
  throw refuse(`More than one company has this name. Enter its number: ${numbers}.`, "company");
}

/**
 * Changes name, job title and primary company. What is typed unchanged stays, also a company that is closed by now.
 * Throws as lockContact, FormUsed after a colleague's edit, INVALID for a company that is not found.
 */
export async function editContact(context: Writing, input: EditContactInput): Promise<void> {
  const before = await lockContact(context, input.contact);
  const shown = await findEditedContact(context, input.contact);
  const company = shown?.company ?? null;
  const words = [before.name, before.jobTitle ?? "no job title", company?.name ?? "no company"].join(", ");
  refuseStale(input.based, basisOfDetails({ ...before, companyId: before.primaryCompanyId }), words);
  const isSame = input.company !== undefined && (input.company === company?.number || input.company === company?.name);
  const wanted = isSame ? company : input.company ? await namedCompany(context, before.brand, input.company) : null;
  const primaryCompanyId = wanted?.id ?? null;
  // Whoever looked after the people of one company was not chosen by another. The trigger says the same.
  const companyAdmin = before.companyAdmin && primaryCompanyId === before.primaryCompanyId;
  const values = { name: input.name, jobTitle: input.jobTitle ?? null, primaryCompanyId, companyAdmin };
  const changes = changesBetween(
    {
      ...{ name: before.name, jobTitle: before.jobTitle },
      ...{ primaryCompanyId: before.primaryCompanyId, companyAdmin: before.companyAdmin },
    },
    values,
  );
  if (Object.keys(changes).length === 0) return;
  await write(context, before, values);
  await auditEdit(context, before, "contact.edited", changes, input.reason);
}

/** Changes all rights of a contact at once. Throws as lockContact, FormUsed after a colleague's edit. */
export async function editRights(context: Writing, input: EditRightsInput): Promise<void> {
  const before = await lockContact(context, input.contact);
  const rights = rightsOf(before);
  refuseStale(input.based, basisOfRights(rights), rightsLines(rights).join("; "));
  const wanted = {
    billing: input.money !== "none",
    pay: input.money === "pay",
    cases: input.cases,
    requests: input.requests,
    companyAdmin: input.companyAdmin === "yes",
  };
  const changes = changesBetween(rights, wanted);
  if (Object.keys(changes).length === 0) return;
  const { cases: casesScope, requests: requestsScope, ...others } = wanted;
  await write(context, before, { ...others, casesScope, requestsScope });
  await auditEdit(context, before, "contact.rights-edited", changes, input.reason);
}

/** Why the database refuses an address, by the name of the rule. */
const TAKEN: Readonly<Record<string, string>> = {
  new_sign_in_addresses_contact: "This address belongs to another account of the brand.",
  new_sign_in_addresses_address: "This address waits to be confirmed for another account of the brand.",
  new_sign_in_addresses_staff: "This address belongs to a member of staff.",
};

/**
 * Mails a link to the new sign-in address, by a job: the account keeps the old one, and the old one is told, until it is
 * confirmed. Throws as lockContact, FormUsed after a colleague's edit, INVALID for an address that somebody has.
 */
export async function changeAddress(context: Writing, input: NewAddressInput): Promise<void> {
  const before = await lockContact(context, input.contact);
  if (before.closedAt !== null) throw refuse("The account is disabled. Enable it first.");
  const waiting = (await findEditedContact(context, input.contact))?.waitingAddress ?? null;
  // The same form sent twice.
  if (waiting === input.address) return;
  const words = waiting ? `${before.email}, and ${waiting} waits to be confirmed` : before.email;
  refuseStale(input.based, basisOfAddress(before.email, waiting), words);
  if (input.address === before.email) throw refuse("This is their address already.", "address");
  try {
    await context.db
      .insert(newSignInAddresses)
      .values({ brand: before.brand, contactId: before.id, address: input.address, source: "administrator" });
  } catch (error) {
    const sentence = TAKEN[constraintOf(error) ?? ""];
    throw sentence ? refuse(sentence, "address") : error;
  }
  const changes = { email: { before: before.email, after: input.address } };
  await auditEdit(context, before, "contact.address-asked", changes, input.reason);
}

/** Relates a contact to another company, which may open its cases. Sent twice it is one relation. Throws as lockContact. */
export async function addRelation(context: Writing, input: AddRelationInput): Promise<void> {
  const contact = await lockContact(context, input.contact);
  const company = await namedCompany(context, contact.brand, input.company);
  if (company.id === contact.primaryCompanyId) throw refuse("This is their own company.", "company");
  const made = await context.db
    .insert(contactCompanies)
    .values({ brand: contact.brand, contactId: contact.id, companyId: company.id, source: "administrator" })
    .onConflictDoNothing();
  if (made.count === 0) return;
  const changes = { relation: { before: null, after: company.name } };
  await auditEdit(context, contact, "contact.relation-added", changes, input.reason);
}

/** Ends a relation. Does nothing if it is gone already. Throws as lockContact. */
export async function removeRelation(
  context: Writing,
  input: { readonly contact: string; readonly company: string },
): Promise<void> {
  const { viewer, db } = context;
  const contact = await lockContact(context, input.contact);
  const name = (await findEditedContact(context, input.contact))?.relations.find(
    ({ id }) => id === input.company,
  )?.name;
  const gone = await db
    .delete(contactCompanies)
    .where(
      and(
        visibleContactRows(viewer, contactCompanies),
        eq(contactCompanies.contactId, contact.id),
        eq(contactCompanies.companyId, input.company),
      ),
    );
  if (gone.count === 0) return;
  await auditEdit(context, contact, "contact.relation-removed", { relation: { before: name ?? null, after: null } });
}

/**
 * Closes an account. A trigger ends its sessions with their streams, its links and a new address that waits; replies by
 * mail are judged when they come. Does nothing if it is closed already. Throws as lockContact.
 */
export async function disableContact(context: Writing, input: DisableInput): Promise<void> {
  const { viewer, db } = context;
  const before = await lockContact(context, input.contact);
  if (before.closedAt !== null) return;
  await db
    .update(contacts)
    .set({ closedAt: sql`now()` })
    .where(and(changeableContacts(viewer), eq(contacts.id, before.id), isNull(contacts.closedAt)));
  await auditEdit(context, before, "contact.disabled", { open: { before: true, after: false } }, input.reason);
}

/** Opens an account again: with its password, without its former sessions and links. Throws as lockContact. */
export async function enableContact(context: Writing, { contact: id }: { readonly contact: string }): Promise<void> {
  const before = await lockContact(context, id);
  if (before.closedAt === null) return;
  await write(context, before, { closedAt: null });
  await auditEdit(context, before, "contact.enabled", { open: { before: false, after: true } });
}

/**
 * Mails a contact the link of the first sign-in, by a job. The same form sent twice is one mail. Throws as lockContact,
 * INVALID for one who signs in already or whose account is disabled.
 */
export async function inviteContact(context: Writing, { id, contact }: InviteInput): Promise<void> {
  const row = await lockContact(context, contact);
  const account = (await readAccounts(context, [contact])).get(contact);
  const why = whyNotInvited({
    closedAt: row.closedAt,
    hasPassword: account?.hasPassword ?? false,
    // Whoever presses the button again means it: the mail may be lost.
    invitedAt: null,
    now: new Date(0),
  });
  if (why) throw refuse(`They cannot be invited: ${why.toLowerCase()}.`);
  await sendInvitation(context, row, id);
}

/**
 * Asks for the mail and notes it. `token`: id of the request, from which the link's id is made; a token that was used
 * for this contact mails nothing again. False for one who cannot be invited by now. Throws FormUsed for a token of
 * somebody else.
 */
export async function sendInvitation(
  context: Writing,
  contact: Pick<Contact, "id" | "brand">,
  token: string,
): Promise<boolean> {
  const [row] = await context.db.execute<{ answer: "sent" | "again" | "used" | "no" }>(
    sql`select invite_contact(${contact.id}::uuid, ${token}::uuid) as answer`,
  );
  if (row?.answer === "used") throw new FormUsed();
  if (row?.answer !== "sent") return row?.answer === "again";
  await audit(context, { brand: contact.brand, action: "contact.invited", entity: "contact", entityId: contact.id });
  return true;
}
