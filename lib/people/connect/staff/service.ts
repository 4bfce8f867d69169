import { createHash } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { constraintOf } from "@/db/faults";
import { companies, contactPhones, contacts, staff, visitors } from "@/db/schema";
import type { VisitorState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { lockAddress } from "@/lib/gate/auth/new-address";
import { parsePhone, phoneCountry } from "@/lib/kit/phone-numbers";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { firmDomainOf } from "@/lib/people/connect/rules";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { admitsVisitors, visibleAdmitters, visibleVisitors } from "./policy";
import { type ApproveVisitorInput, type DeclineVisitorInput, NEW_COMPANY } from "./schema";

type Writing = Context<StaffViewer>;
type Visitor = typeof visitors.$inferSelect;

/**
 * The visitor, locked: two administrators decide one after the other. Throws AppError FORBIDDEN for a viewer who does
 * not decide, NOT_FOUND for a visitor of none of the viewer's brands.
 */
async function lockVisitor({ viewer, db }: Writing, id: string): Promise<Visitor> {
  if (!admitsVisitors(viewer)) throw new AppError("FORBIDDEN", "Administrators decide who gets an account.");
  const [visitor] = await db
    .select()
    .from(visitors)
    .where(and(visibleVisitors(viewer), eq(visitors.id, id)))
    .for("update");
  if (!visitor) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  return visitor;
}

/**
 * Throws AppError CONFLICT with who decided, where somebody did; returns false where this is the viewer's own decision
 * sent a second time.
 */
async function isOpen(context: Writing, visitor: Visitor, mine: Partial<Visitor>): Promise<boolean> {
  const { viewer, db } = context;
  if (visitor.state === "waiting") return true;
  const same = { decidedBy: viewer.staffId, ...mine };
  if (Object.entries(same).every(([field, value]) => visitor[field as keyof Visitor] === value)) return false;
  const [by] = await db
    .select({ name: staff.name })
    .from(staff)
    .where(and(visibleAdmitters(viewer, staff.id), eq(staff.id, visitor.decidedBy ?? viewer.staffId)));
  const who = visitor.decidedBy === viewer.staffId ? "You have" : `${by?.name ?? "A colleague"} has`;
  throw new AppError("CONFLICT", `${who} ${visitor.state} ${visitor.name} already. Nothing was changed.`);
}

/** Throws AppError CONFLICT for a visitor whose address is not confirmed: nobody knows whose it is. */
function requireConfirmed({ confirmedAt }: Visitor): void {
  if (confirmedAt === null) throw new AppError("CONFLICT", "The address is not confirmed yet.");
}

type Decision = Partial<Pick<Visitor, "sentence" | "contactId" | "choicesDigest">>;

async function decide(
  { viewer, db }: Writing,
  id: string,
  state: Exclude<VisitorState, "waiting">,
  decision: Decision = {},
): Promise<void> {
  await db
    .update(visitors)
    .set({ state, decidedAt: sql`clock_timestamp()`, decidedBy: viewer.staffId, ...decision })
    .where(and(visibleVisitors(viewer), eq(visitors.id, id)));
}

/** Digest of what an approval decides, to know the same form when it comes again. */
function digestOf({ visitor: _, ...choices }: ApproveVisitorInput): string {
  const told = Object.entries(choices).filter(([, value]) => value !== undefined);
  return createHash("sha256")
    .update(JSON.stringify(told.sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex");
}

/**
 * Makes the visitor a contact of a company, with rights; company and rights are the portal's decisions from then on,
 * which imports do not undo. A job mails the first sign-in. The same form sent twice approves once. Throws as
 * lockVisitor, CONFLICT for a visitor who was decided about meanwhile, whose address is not confirmed or is somebody's
 * already, INVALID for a company that is not there any more.
 */
export async function approveVisitor(context: Writing, input: ApproveVisitorInput): Promise<void> {
  const { db } = context;
  const visitor = await lockVisitor(context, input.visitor);
  const choicesDigest = digestOf(input);
  if (!(await isOpen(context, visitor, { state: "approved", choicesDigest }))) return;
  requireConfirmed(visitor);
  await lockAddress(db, visitor.email);
  await refuseTaken(context, visitor);
  const companyId = await companyOf(context, visitor, input);
  const { brand, email } = visitor;
  const id = uuidv7();
  const { name, jobTitle, money, cases, requests } = input;
  try {
    await db.insert(contacts).values({
      ...{ id, brand, email, name, jobTitle: jobTitle || null, primaryCompanyId: companyId },
      ...{ billing: money !== "none", pay: money === "pay", casesScope: cases, requestsScope: requests },
      portalFields: ["company", "rights"],
    });
  } catch (error) {
    throw constraintOf(error) === "contacts_email" ? isContact() : error;
  }
  await keepPhone(context, visitor, { id, companyId });
  await decide(context, visitor.id, "approved", { contactId: id, choicesDigest });
  await audit(context, {
    brand,
    action: "visitor.approved",
    entity: "contact",
    entityId: id,
    details: { visitor: visitor.id, company: companyId, money, cases, requests },
  });
}

/** The typed number becomes the new contact's, read as one of the company's country, unless it is none to call. */
async function keepPhone(
  { viewer, db }: Writing,
  { brand, phone }: Visitor,
  { id: contactId, companyId }: { id: string; companyId: string },
): Promise<void> {
  if (phone === null) return;
  const [company] = await db
    .select({ country: companies.country })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, companyId)));
  const number = parsePhone(phone, phoneCountry(company?.country ?? null));
  if (number !== null) await db.insert(contactPhones).values({ brand, contactId, kind: "work", number });
}

const isContact = () => new AppError("CONFLICT", "There is a contact with this address by now. Reload the page.");

/** Throws AppError CONFLICT where the address is a contact's of this brand or a member of staff's. */
async function refuseTaken({ viewer, db }: Writing, { brand, email }: Visitor): Promise<void> {
  const [contact] = await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.brand, brand), eq(contacts.email, email)));
  if (contact) throw isContact();
  const [colleague] = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(visibleAdmitters(viewer, staff.id), eq(staff.email, email)));
  if (colleague) throw new AppError("CONFLICT", "The address belongs to a member of staff.");
}

/** The chosen company of the visitor's brand, or the new one, known by the visitor's mail domain if it is a firm's. */
async function companyOf(context: Writing, visitor: Visitor, input: ApproveVisitorInput): Promise<string> {
  const { viewer, db } = context;
  const { brand, email } = visitor;
  if (input.company === NEW_COMPANY) {
    const id = uuidv7();
    const domain = firmDomainOf(email);
    const name = input.companyName ?? visitor.company;
    const mailDomains = domain === null ? [] : [domain];
    await db.insert(companies).values({ id, brand, externalId: `portal:${id}`, name, mailDomains });
    const details = { visitor: visitor.id };
    await audit(context, { brand, action: "company.made", entity: "company", entityId: id, details });
    return id;
  }
  const [company] = await db
    .select({ id: companies.id })
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        eq(companies.id, input.company),
        eq(companies.brand, brand),
        isNull(companies.closedAt),
      ),
    );
  if (!company)
    throw new AppError("INVALID", "This company is not there any more. Choose another.", { field: "company" });
  return company.id;
}

/**
 * Ends the waiting of somebody who is a contact by now, for example because an import brought them: a job mails the
 * link for the first sign-in, or for a new password. Nothing of the contact changes. Throws as approveVisitor.
 */
export async function leadVisitor(context: Writing, id: string): Promise<void> {
  const { viewer, db } = context;
  const visitor = await lockVisitor(context, id);
  if (!(await isOpen(context, visitor, { state: "approved", choicesDigest: null }))) return;
  requireConfirmed(visitor);
  const [contact] = await db
    .select({ id: contacts.id, closedAt: contacts.closedAt })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.brand, visitor.brand), eq(contacts.email, visitor.email)));
  if (!contact) throw new AppError("CONFLICT", "There is no contact with this address any more. Reload the page.");
  if (contact.closedAt) throw new AppError("CONFLICT", "The account of this contact is closed.");
  await decide(context, id, "approved", { contactId: contact.id });
  await audit(context, {
    ...{
      brand: visitor.brand,
      action: "visitor.led",
      entity: "contact",
      entityId: contact.id,
      details: { visitor: id },
    },
  });
}

/** Declines a visitor with a sentence, which a job mails. Throws as approveVisitor. */
export async function declineVisitor(context: Writing, { visitor: id, sentence }: DeclineVisitorInput): Promise<void> {
  const visitor = await lockVisitor(context, id);
  if (!(await isOpen(context, visitor, { state: "declined", sentence }))) return;
  requireConfirmed(visitor);
  await decide(context, id, "declined", { sentence });
  const { brand } = visitor;
  await audit(context, { brand, action: "visitor.declined", entity: "visitor", entityId: id });
}

/**
 * Blocks a mailbox on its brand: whatever comes from it is kept and shown to nobody who works the list, and the visitor
 * learns nothing of it. Throws as approveVisitor.
 */
export async function blockVisitor(context: Writing, id: string): Promise<void> {
  const visitor = await lockVisitor(context, id);
  if (!(await isOpen(context, visitor, { state: "blocked" }))) return;
  await decide(context, id, "blocked");
  const { brand } = visitor;
  await audit(context, { brand, action: "visitor.blocked", entity: "visitor", entityId: id });
}

/** Lets a blocked visitor wait again. Throws as lockVisitor, and CONFLICT for one who is not blocked. */
export async function unblockVisitor(context: Writing, id: string): Promise<void> {
  const { viewer, db } = context;
  const visitor = await lockVisitor(context, id);
  if (visitor.state === "waiting") return;
  if (visitor.state !== "blocked") throw new AppError("CONFLICT", "This visitor is not blocked.");
  await db
    .update(visitors)
    .set({ state: "waiting", decidedAt: null, decidedBy: null })
    .where(and(visibleVisitors(viewer), eq(visitors.id, id)));
  const { brand } = visitor;
  await audit(context, { brand, action: "visitor.unblocked", entity: "visitor", entityId: id });
}
