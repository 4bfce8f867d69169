import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { colleagueActs } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { managesColleagues, visibleColleagueActs } from "./policy";
import { readColleagues } from "./queries";
import { type ColleagueRights, isWithin } from "./rules";
import { type InviteInput, type RemoveInput, wantedRights } from "./schema";

type Writing = Context<ClientViewer>;

const actValues = ({ billing, pay, cases, requests, companyAdmin }: ColleagueRights) => ({
  ...{ billing, pay, companyAdmin },
  ...{ casesScope: cases, requestsScope: requests },
});

/** The viewer's company, for a company administrator. Throws AppError NOT_FOUND for anybody else. */
function companyOf({ viewer }: Writing): string {
  if (viewer.companyId === null || !managesColleagues(viewer))
    throw new AppError("NOT_FOUND", "There is no such page.");
  return viewer.companyId;
}

/** Deeds in one company wait for each other, as in the trigger: the same form sent twice at once is one deed. */
async function inTurn({ db }: Writing, companyId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`colleagues ${companyId}`}, 0))`);
}

/** The deed that a form with this id did before; null for a new form. */
async function doneBefore({ viewer, db }: Writing, id: string) {
  const [row] = await db
    .select()
    .from(colleagueActs)
    .where(and(visibleColleagueActs(viewer), eq(colleagueActs.id, id)));
  return row ?? null;
}

/** What becomes of an invitation. `waits`: portal support has to look at it. */
export type Invitation = "invited" | "waits" | { readonly asked: string };

/**
 * Invites a colleague, who gets the mail for a first sign-in. Does nothing and returns `waits` for an address outside
 * the company's confirmed domains, for one that has an account already, and for more than the own rights: the caller
 * then asks portal support. The same form sent again gets its first answer. Throws AppError NOT_FOUND for a viewer who
 * is no company administrator, INVALID for somebody who is a colleague already, FormUsed for a form sent again with
 * other content.
 */
export async function inviteColleague(context: Writing, input: InviteInput): Promise<Invitation> {
  const { viewer, db } = context;
  const companyId = companyOf(context);
  await inTurn(context, companyId);
  const wanted = wantedRights(input);
  const content = { name: input.name, email: input.email, ...actValues(wanted) };
  const before = await doneBefore(context, input.id);
  if (before) {
    requireSame(content, before);
    return before.number === null ? "invited" : { asked: before.number };
  }
  const colleagues = await readColleagues(context);
  const own = colleagues?.people.find(({ isViewer }) => isViewer);
  if (!own) throw new AppError("NOT_FOUND", "There is no such page.");
  if (colleagues?.people.some(({ email }) => email === input.email)) {
    throw new AppError("INVALID", "This is the address of a colleague in the list above.", { field: "email" });
  }
  const [standing] = await db.execute<{ waits: boolean }>(sql`select invitation_waits(${input.email}) as waits`);
  if (standing?.waits !== false || !isWithin(wanted, own.rights)) return "waits";
  const contactId = uuidv7();
  await db.insert(colleagueActs).values({
    ...{
      id: input.id,
      brand: viewer.brand,
      companyId,
      byId: viewer.contactId,
      byName: own.name,
      act: "invited",
      contactId,
    },
    ...content,
  });
  await audit(context, {
    ...{ brand: viewer.brand, action: "colleague.invited", entity: "contact", entityId: contactId },
    details: { company: companyId, rights: wanted },
  });
  return "invited";
}

/** Keeps that an invitation waits as a request, which portal support is told by mail, too. */
export async function noteAsked(context: Writing, input: InviteInput, number: string): Promise<void> {
  const { viewer, db } = context;
  const companyId = companyOf(context);
  const { id, name, email } = input;
  const wanted = wantedRights(input);
  await db.insert(colleagueActs).values({
    // The database writes the name of the moment.
    ...{ id, brand: viewer.brand, companyId, byId: viewer.contactId, byName: "", act: "asked", name, email, number },
    ...actValues(wanted),
  });
  await audit(context, {
    ...{ brand: viewer.brand, action: "colleague.asked", entity: "company", entityId: companyId },
    details: { request: number, rights: wanted },
  });
}

/**
 * Ends the access of a colleague at once: sessions, links and reply addresses. Their cases and payments stay. The same
 * form sent again changes nothing. Throws AppError NOT_FOUND for a viewer who is no company administrator and for
 * somebody who is no colleague, CONFLICT for the viewer themselves: so a company that has an administrator keeps one.
 */
export async function removeColleague(context: Writing, input: RemoveInput): Promise<void> {
  const { viewer, db } = context;
  const companyId = companyOf(context);
  await inTurn(context, companyId);
  const before = await doneBefore(context, input.id);
  if (before) return requireSame({ contactId: input.colleague }, before);
  const colleagues = await readColleagues(context);
  const colleague = colleagues?.people.find(({ id }) => id === input.colleague);
  if (!colleague) throw new AppError("NOT_FOUND", "There is no such colleague.");
  if (colleague.isViewer)
    throw new AppError("CONFLICT", "You cannot remove yourself. Ask another administrator of your company.");
  await db.insert(colleagueActs).values({
    ...{ id: input.id, brand: viewer.brand, companyId, byId: viewer.contactId, byName: "", act: "removed" },
    ...{ contactId: colleague.id, name: colleague.name, email: colleague.email },
  });
  await audit(context, {
    ...{ brand: viewer.brand, action: "colleague.removed", entity: "contact", entityId: colleague.id },
    details: { company: companyId },
  });
}
