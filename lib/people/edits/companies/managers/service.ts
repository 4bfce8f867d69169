import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { accountTeamMembers, staff, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { editedTeamEntries, sharedBrands, visibleManagers } from "@/lib/people/account-team/staff/policy";
import { type Deed, doOnce } from "@/lib/people/bulk-deeds/service";
import { lockCompany } from "@/lib/people/edits/companies/service";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import type { AssignManager, BulkAssignManager } from "./schema";

type Writing = Context<StaffViewer>;

/*
 * Who looks after a company, where the ERP does not say. A trigger notes each row that joins or leaves as a decision of
 * the portal, so that imports leave it alone until it is handed back to the ERP.
 */

const refuse = (sentence: string, field?: string) => new AppError("INVALID", sentence, field ? { field } : {});

/** The manager with this id, if they answer requests of the brand. Throws INVALID for anybody else. */
async function findManager({ viewer, db }: Writing, brand: string, id: string) {
  const [row] = await db
    .select({ id: staff.id, name: staff.name, email: staff.email, phone: staff.phone })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleManagers(viewer), sharedBrands(viewer), eq(staffBrands.brand, brand), eq(staff.id, id)));
  if (!row) throw refuse("This person does not answer requests of its brand.", "person");
  return row;
}

/**
 * Makes somebody the one account or subscription manager of a company, in place of whom the portal put there, or takes
 * these off its team. Returns false where nothing had to change. Throws as lockCompany, INVALID where the ERP names
 * somebody in the role, for a closed company, and for a person who does not answer requests of its brand.
 */
export async function assignManager(context: Writing, input: AssignManager): Promise<boolean> {
  const { viewer, db } = context;
  const { id: companyId, brand, closedAt } = await lockCompany(context, input.company);
  if (closedAt !== null) throw refuse("The company is closed.");
  const { role } = input;
  const person = input.person === "nobody" ? null : await findManager(context, brand, input.person);
  const ofRole = and(eq(accountTeamMembers.companyId, companyId), eq(accountTeamMembers.role, role));
  const present = await db
    .select({ id: accountTeamMembers.id, key: accountTeamMembers.externalId, staffId: accountTeamMembers.staffId })
    .from(accountTeamMembers)
    .where(and(visibleAccountTeam(viewer), ofRole));
  if (present.some(({ key }) => !key.startsWith("portal:"))) {
    throw refuse(`The ERP names its ${TEAM_ROLE_LABELS[role].toLowerCase()}.`);
  }
  const leaving = present.filter(({ staffId }) => staffId === null || staffId !== person?.id);
  const isThere = present.length > leaving.length;
  if (leaving.length === 0 && (isThere || person === null)) return false;
  if (leaving.length > 0) {
    const gone = inArray(
      accountTeamMembers.id,
      leaving.map(({ id }) => id),
    );
    await db.delete(accountTeamMembers).where(and(editedTeamEntries(viewer), ofRole, gone));
  }
  if (person && !isThere) {
    const id = uuidv7();
    const { id: staffId, name, email, phone } = person;
    const joining = { id, brand, companyId, externalId: `portal:${id}`, role, staffId, name, email, phone };
    await db.insert(accountTeamMembers).values(joining);
  }
  const from = leaving.flatMap(({ staffId }) => staffId ?? []);
  await audit(context, {
    ...{ brand, action: "company.manager-assigned", entity: "company", entityId: companyId },
    details: { role, from: from[0] ?? null, to: person?.id ?? null },
  });
  return true;
}

/** The same for the chosen companies. Throws FORBIDDEN for who is no administrator, FormUsed as doOnce. */
export async function assignManagers(context: Writing, input: BulkAssignManager): Promise<Deed> {
  if (!editsPeople(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators assign managers.");
  const { id, numbers, role, person } = input;
  const asked = { id, kind: "company", deed: "assign", rows: numbers, content: `${role} ${person}` } as const;
  return doOnce(context, { ...asked, rest: { toId: person === "nobody" ? null : person } }, async (number) => {
    const isChanged = await assignManager(context, { company: number, role, person });
    return { number, outcome: isChanged ? "done" : "already" };
  });
}
