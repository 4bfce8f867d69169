import { createHash } from "node:crypto";
import { and, asc, eq, ilike, isNull, or, sql } from "drizzle-orm";
import { changeRequests, companies, contactCompanies, contacts } from "@/db/schema";
import type { ChangeField, ChangeState } from "@/db/schema/constants";
import type { WantedRights } from "@/db/schema/requests";
import type { Context, StaffViewer } from "@/db/viewer";
import { likePattern } from "@/lib/kit/lists/search";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { CASES_WORDS, rightsWords, teamWords } from "@/lib/threads/requests/changes/rules";
import type { RequestRecord } from "@/lib/threads/requests/record/queries";
import { besideThreads } from "@/lib/threads/staff/policy";

/** A change as it was asked for, and as it was decided. */
export interface AskedChange {
  readonly field: ChangeField;
  /**
   * `before` is what client and staff read when the change was asked for; so is `wanted`, but wanted rights are put
   * into the words of today, so that the administrator reads what will be written.
   */
  readonly before: string;
  readonly wanted: string;
  readonly wantedRights: WantedRights | null;
  readonly contactId: string;
  readonly state: ChangeState;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly applied: string | null;
  readonly choicesDigest: string | null;
}

/** The change that a request of kind `change` asks for; null for any other request. */
export async function findChange({ viewer, db }: Context<StaffViewer>, requestId: string): Promise<AskedChange | null> {
  const [row] = await db
    .select({
      field: changeRequests.field,
      before: changeRequests.before,
      wanted: changeRequests.wanted,
      wantedRights: changeRequests.wantedRights,
      contactId: changeRequests.contactId,
      state: changeRequests.state,
      decidedByName: changeRequests.decidedByName,
      decidedAt: changeRequests.decidedAt,
      applied: changeRequests.applied,
      choicesDigest: changeRequests.choicesDigest,
    })
    .from(changeRequests)
    .where(and(ofVisibleThreads(viewer, changeRequests.requestId), eq(changeRequests.requestId, requestId)));
  return row ? { ...row, wanted: wantedWords(row) } : null;
}

function wantedWords({ field, wanted, wantedRights: rights }: Pick<AskedChange, "field" | "wanted" | "wantedRights">) {
  if (rights && field === "rights") return rightsWords(rights).join("; ");
  return rights && field === "support" ? CASES_WORDS[rights.cases] : wanted;
}

const contactColumns = {
  id: contacts.id,
  brand: contacts.brand,
  name: contacts.name,
  email: contacts.email,
  primaryCompanyId: contacts.primaryCompanyId,
  billing: contacts.billing,
  pay: contacts.pay,
  cases: contacts.casesScope,
  requests: contacts.requestsScope,
  closedAt: contacts.closedAt,
};

export type ChangedContact = Pick<
  typeof contacts.$inferSelect,
  "id" | "brand" | "name" | "email" | "primaryCompanyId" | "billing" | "pay" | "closedAt"
> &
  Pick<WantedRights, "cases" | "requests">;

/** The contact who asked for the change, as their row is now. */
export async function findChangedContact(
  { viewer, db }: Context<StaffViewer>,
  id: string,
): Promise<ChangedContact | null> {
  const [row] = await db
    .select(contactColumns)
    .from(contacts)
    .where(and(besideThreads(viewer, "request", contacts.brand), eq(contacts.id, id)));
  return row ?? null;
}

/** The current value of a field, in the words that staff read. */
export async function currentValue(
  context: Context<StaffViewer>,
  contact: ChangedContact,
  request: Pick<RequestRecord, "companyId">,
  field: ChangeField,
): Promise<string> {
  switch (field) {
    case "name":
      return contact.name;
    case "email":
      return contact.email;
    case "company":
      return (contact.primaryCompanyId && (await findCompanyName(context, contact.primaryCompanyId))) || "None";
    case "relations":
      return (await listRelations(context, contact.id)).map(({ name }) => name).join("; ") || "None";
    case "rights":
      return rightsWords(contact).join("; ");
    case "support":
      return CASES_WORDS[contact.cases];
    case "account_team":
      return (await listAccountTeam(context, request.companyId)).map(teamWords).join("; ") || "Nobody";
  }
}

/**
 * The form of a decision carries this digest (SHA-256 in hex) of the value on screen, so that a change of the value
 * meanwhile is noticed. The form does not carry the value itself, because all related companies or a whole team can be
 * of any length.
 */
export const valueDigest = (value: string) => createHash("sha256").update(value, "utf8").digest("hex");

async function findCompanyName({ viewer, db }: Context<StaffViewer>, id: string): Promise<string | null> {
  const [row] = await db
    .select({ name: companies.name })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, id)));
  return row?.name ?? null;
}

export interface CompanyChoice {
  readonly id: string;
  readonly name: string;
  /** The company's number in the ERP. */
  readonly number: string;
}

/** Companies that a contact is related to beside the primary one, by name. */
export async function listRelations({ viewer, db }: Context<StaffViewer>, contactId: string): Promise<CompanyChoice[]> {
  return db
    .select({ id: companies.id, name: companies.name, number: companies.externalId })
    .from(contactCompanies)
    .innerJoin(companies, and(eq(companies.id, contactCompanies.companyId), visibleCompanies(viewer)))
    .where(and(besideThreads(viewer, "request", contactCompanies.brand), eq(contactCompanies.contactId, contactId)))
    .orderBy(asc(sql`lower(${companies.name})`), asc(companies.id));
}

const SUGGESTED = 20;

/**
 * Companies that an administrator is offered: open ones of the brand whose name contains one of the first six words of
 * `wanted` that have more than two letters; at most SUGGESTED.
 */
export async function suggestCompanies(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  wanted: string,
): Promise<CompanyChoice[]> {
  const words = wanted
    .split(/[^\p{L}\p{N}&]+/u)
    .filter((word) => word.length > 2)
    .slice(0, 6);
  if (words.length === 0) return [];
  return db
    .select({ id: companies.id, name: companies.name, number: companies.externalId })
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        eq(companies.brand, brand),
        isNull(companies.closedAt),
        or(...words.map((word) => ilike(companies.name, likePattern(word)))),
      ),
    )
    .orderBy(asc(sql`lower(${companies.name})`), asc(companies.id))
    .limit(SUGGESTED);
}

/** Open companies of a brand with this name, in upper or lower case, or with this number in the ERP. */
export async function findCompanies(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  nameOrNumber: string,
): Promise<CompanyChoice[]> {
  return db
    .select({ id: companies.id, name: companies.name, number: companies.externalId })
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        eq(companies.brand, brand),
        isNull(companies.closedAt),
        sql`(${companies.externalId} = ${nameOrNumber} or lower(${companies.name}) = lower(${nameOrNumber}))`,
      ),
    )
    .limit(10);
}
