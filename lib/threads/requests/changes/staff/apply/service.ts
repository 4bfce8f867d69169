import { and, eq, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { constraintOf } from "@/db/faults";
import { accountTeamMembers, contactCompanies, contacts, staff } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { enqueueMail } from "@/lib/mail/outbox";
import { teamWords } from "@/lib/threads/requests/changes/rules";
import { newEmail } from "@/lib/threads/requests/changes/schema";
import {
  type AskedChange,
  type ChangedContact,
  type CompanyChoice,
  findCompanies,
  listRelations,
} from "@/lib/threads/requests/changes/staff/queries";
import type { RequestRecord } from "@/lib/threads/requests/record/queries";
import { findTeamCandidate } from "@/lib/threads/requests/staff/choices/queries";
import { changeableRows } from "@/lib/threads/requests/staff/policy";
import type { ApproveInput } from "@/lib/threads/requests/staff/schema";
import { besideThreads, visibleColleagues } from "@/lib/threads/staff/policy";
import type { StaffContext } from "@/lib/threads/staff/service";

interface Approved {
  readonly row: RequestRecord;
  readonly change: AskedChange;
  /** Locked. */
  readonly contact: ChangedContact;
}

const refuse = (sentence: string, field?: string) => new AppError("INVALID", sentence, field ? { field } : {});

/**
 * Writes an approved change and answers what was written, as both sides read it. Throws AppError INVALID for what cannot
 * be written: an address that is somebody's, a company that is not found, what is so already.
 */
export async function applyChange(context: StaffContext, approved: Approved, input: ApproveInput) {
  const { change } = approved;
  switch (change.field) {
    case "name":
      await writeContact(context, approved, { name: change.wanted });
      return change.wanted;
    case "email":
      return applyEmail(context, approved);
    case "rights":
    case "support":
      return applyRights(context, approved);
    case "company":
      return applyCompany(context, approved, input);
    case "relations":
      return applyRelation(context, approved, input);
    case "account_team":
      return applyTeam(context, approved, input);
  }
}

type ContactChange = Partial<
  Pick<
    typeof contacts.$inferInsert,
    "name" | "email" | "primaryCompanyId" | "billing" | "pay" | "casesScope" | "requestsScope"
  >
>;

async function writeContact({ viewer, db }: StaffContext, { row, contact }: Approved, values: ContactChange) {
  await db
    .update(contacts)
    .set(values)
    .where(and(changeableRows(viewer, contacts.brand, row.brand), eq(contacts.id, contact.id)));
}

const TAKEN = "This address belongs to another account of the brand. Decline the change, or ask for another address.";

async function applyEmail(context: StaffContext, approved: Approved): Promise<string> {
  const { viewer, db } = context;
  const { row, change, contact } = approved;
  const parsed = newEmail.safeParse(change.wanted);
  if (!parsed.success) throw refuse("This is no address that an account can have. Decline the change.");
  const address = parsed.data;
  const [other] = await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(
      and(
        besideThreads(viewer, "request", contacts.brand),
        eq(contacts.brand, row.brand),
        eq(contacts.email, address),
        ne(contacts.id, contact.id),
      ),
    );
  if (other) throw refuse(TAKEN);
  const [member] = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(visibleColleagues(viewer, staff.id), eq(staff.email, address)));
  if (member)
    throw refuse("This address belongs to a member of staff. Decline the change, or ask for another address.");
  const mail = (which: "old" | "new", to: string) =>
    enqueueMail(db, {
      brand: row.brand,
      kind: "sign-in-address-changed",
      to,
      toName: contact.name,
      props: { oldAddress: contact.email, newAddress: address },
      dedupeKey: `sign-in-address-changed:${row.id}:${which}`,
    });
  // While it is the contact's: the database lets an administrator write to the address of today and the one wanted.
  await mail("old", contact.email);
  try {
    await writeContact(context, approved, { email: address });
  } catch (error) {
    // Another account has come by the address since it was looked for.
    throw constraintOf(error) === "contacts_email" ? refuse(TAKEN) : error;
  }
  await mail("new", address);
  return address;
}

/**
 * Cases are asked for by themselves: the other rights leave them as they are, and the other way round. What is written is
 * what the administrator has read: findChange makes the words of the rights themselves.
 */
async function applyRights(context: StaffContext, approved: Approved): Promise<string> {
  const { wantedRights: wanted, wanted: words, field } = approved.change;
  if (!wanted) {
    throw refuse("The request does not say which rights are wanted. Decline it and ask again.");
  }
  const { billing, requests: requestsScope } = wanted;
  const rights = { billing, pay: billing && wanted.pay, requestsScope };
  await writeContact(context, approved, field === "support" ? { casesScope: wanted.cases } : rights);
  return words;
}

/** The one company that the form names. */
async function namedCompany(context: StaffContext, brand: string, input: ApproveInput): Promise<CompanyChoice> {
  if (!input.company) throw refuse("Enter the company’s name or its number.", "company");
  const found = await findCompanies(context, brand, input.company);
  const [first, second] = found;
  if (!first) throw refuse("No company of the brand has this name or number.", "company");
  const byNumber = found.find(({ number }) => number === input.company);
  if (second && !byNumber) {
    const numbers = found.map(({ number }) => number).join(", ");
    throw refuse(`More than one company has this name. Enter its number: ${numbers}.`, "company");
  }
  return byNumber ?? first;
}

async function applyCompany(context: StaffContext, approved: Approved, input: ApproveInput): Promise<string> {
  const company = await namedCompany(context, approved.row.brand, input);
  if (company.id === approved.contact.primaryCompanyId) throw refuse("This is their company already.", "company");
  await writeContact(context, approved, { primaryCompanyId: company.id });
  return company.name;
}

async function applyRelation(context: StaffContext, approved: Approved, input: ApproveInput): Promise<string> {
  const { viewer, db } = context;
  const { row, contact } = approved;
  if (!input.relation) throw refuse("Choose whether it is added or removed.", "relation");
  const company = await namedCompany(context, row.brand, input);
  const isRelated = (await listRelations(context, contact.id)).some(({ id }) => id === company.id);
  if (input.relation === "remove") {
    if (!isRelated) throw refuse("They are not related to this company.", "company");
    await db
      .delete(contactCompanies)
      .where(
        and(
          changeableRows(viewer, contactCompanies.brand, row.brand),
          eq(contactCompanies.contactId, contact.id),
          eq(contactCompanies.companyId, company.id),
        ),
      );
    return `Removed: ${company.name}`;
  }
  if (isRelated) throw refuse("They are related to this company already.", "company");
  if (company.id === contact.primaryCompanyId) throw refuse("This is their own company.", "company");
  await db
    .insert(contactCompanies)
    .values({ brand: row.brand, contactId: contact.id, companyId: company.id, source: "administrator" })
    .onConflictDoNothing();
  return `Added: ${company.name}`;
}

async function applyTeam(context: StaffContext, { row }: Approved, input: ApproveInput): Promise<string> {
  if (!input.membership) throw refuse("Choose whether somebody joins or leaves.", "membership");
  return input.membership === "remove" ? removeFromTeam(context, row, input) : addToTeam(context, row, input);
}

async function removeFromTeam({ viewer, db }: StaffContext, row: RequestRecord, { leaver }: ApproveInput) {
  if (!leaver) throw refuse("Choose who leaves.", "leaver");
  const [gone] = await db
    .delete(accountTeamMembers)
    .where(
      and(
        changeableRows(viewer, accountTeamMembers.brand, row.brand),
        eq(accountTeamMembers.companyId, row.companyId),
        eq(accountTeamMembers.id, leaver),
      ),
    )
    .returning({ name: accountTeamMembers.name, role: accountTeamMembers.role });
  if (!gone) throw refuse("They are not on this team. Choose who leaves.", "leaver");
  return `Removed: ${teamWords(gone)}`;
}

async function addToTeam(context: StaffContext, row: RequestRecord, input: ApproveInput): Promise<string> {
  const { db } = context;
  const member = input.member ? await findTeamCandidate(context, row.brand, input.member) : null;
  if (!member) throw refuse("Choose somebody from the list.", "member");
  if (!input.role) throw refuse("Choose a role.", "role");
  const { role } = input;
  const words = teamWords({ name: member.name, role });
  if (await isOnTeam(context, row, member.id, role)) throw refuse(`${words}, is on the team already.`, "member");
  const id = uuidv7();
  await db.insert(accountTeamMembers).values({
    id,
    brand: row.brand,
    companyId: row.companyId,
    externalId: `portal:${id}`,
    staffId: member.id,
    role,
    name: member.name,
    email: member.email,
    phone: member.phone,
  });
  return `Added: ${words}`;
}

async function isOnTeam(
  { viewer, db }: StaffContext,
  row: RequestRecord,
  staffId: string,
  role: (typeof accountTeamMembers.$inferSelect)["role"],
): Promise<boolean> {
  const [found] = await db
    .select({ id: accountTeamMembers.id })
    .from(accountTeamMembers)
    .where(
      and(
        besideThreads(viewer, "request", accountTeamMembers.brand),
        eq(accountTeamMembers.companyId, row.companyId),
        eq(accountTeamMembers.staffId, staffId),
        eq(accountTeamMembers.role, role),
      ),
    );
  return found !== undefined;
}
