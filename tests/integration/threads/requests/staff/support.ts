import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { auditEvents, changeRequests, contacts, messages, staffAbsences, threadEvents, threadNotes } from "@/db/schema";
import type { ChangeField, StaffRole } from "@/db/schema/constants";
import type { WantedRights } from "@/db/schema/requests";
import { asSystem, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { addDays, businessToday } from "@/lib/kit/time";
import { valueDigest } from "@/lib/threads/requests/changes/staff/queries";
import { approveChange } from "@/lib/threads/requests/changes/staff/service";
import type { StaffContext as StaffRequestContext } from "@/lib/threads/staff/service";
import { requests } from "@/tests/support/threads";
import { createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";

export const LOCAL = { zone: "America/New_York" };

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly viewer: StaffViewer;
}

export async function member(
  roles: StaffRole[],
  name = "Dana Whitfield",
  brands: readonly string[] = ["cimsoft", "insource"],
): Promise<Member> {
  const row = await createStaff(roles, { name, brands });
  return { id: row.id, name, viewer: staffViewer(row, brands) };
}

/** The form that decides a change. `now`: what stood on the screen when it was filled in. */
export const decisionForm = (number: string, now: string, over: object = {}) => ({
  id: uuidv7(),
  number,
  sentence: "Done.",
  nowDigest: valueDigest(now),
  ...over,
});

export const approve = (who: Member, input: Parameters<typeof approveChange>[1]) =>
  act(who, (context) => approveChange(context, input));

/** Work of a member of staff in a write transaction, as an action gives it. */
export const act = <T>({ viewer, name }: Member, work: (context: StaffRequestContext) => Promise<T>): Promise<T> =>
  runAsViewer(viewer, "write", (context) => work({ ...context, name }));

export const read = <T>({ viewer }: Member, work: (context: Context<StaffViewer>) => Promise<T>): Promise<T> =>
  runAsViewer(viewer, "read", work);

/** A company, a contact who sees all its requests, and a request of theirs that nobody has. */
export async function askedRequest(over: Parameters<typeof createRequest>[2] = {}, brand = "cimsoft") {
  const company = await createCompany({ brand });
  const asker = await createContact(company, { name: "Robin Meyer", requestsScope: "company" });
  const { id } = await createRequest(company, asker, over);
  // Read again: its first message has been put into what is searched.
  const { row } = await stored(id);
  return { company, asker, row, number: row.number };
}

type Contact = Awaited<ReturnType<typeof createContact>>;

/** A change that a contact asked for and that waits. */
export async function askedChange(
  field: ChangeField,
  wanted: string,
  over: { brand?: string; contact?: Partial<Contact>; before?: string; rights?: WantedRights } = {},
) {
  const company = await createCompany({ brand: over.brand ?? "cimsoft" });
  const asker = await createContact(company, { name: "Robin Meyer", ...over.contact });
  return askedChangeOf(asker, company, field, wanted, over);
}

/** As askedChange, of a contact who is there. */
export async function askedChangeOf(
  asker: Contact,
  company: Awaited<ReturnType<typeof createCompany>>,
  field: ChangeField,
  wanted: string,
  over: { before?: string; rights?: WantedRights } = {},
) {
  const row = await createRequest(company, asker, { kind: "change", subject: `Change of ${field}` });
  await asSystem("test asks for a change", (db) =>
    db.insert(changeRequests).values({
      requestId: row.id,
      brand: company.brand,
      contactId: asker.id,
      field,
      before: over.before ?? "What it was",
      wanted,
      wantedRights: over.rights ?? null,
    }),
  );
  return { company, asker, row, number: row.number };
}

/** Everything stored about a request, in the order of writing. */
export async function stored(id: string) {
  return asSystem("test reads a request", async (db) => {
    const [row] = await db.select().from(requests).where(eq(requests.id, id));
    if (!row) throw new Error("no such request");
    const [change] = await db.select().from(changeRequests).where(eq(changeRequests.requestId, id));
    return {
      row,
      change: change ?? null,
      said: await db.select().from(messages).where(eq(messages.threadId, id)).orderBy(messages.createdAt, messages.id),
      events: await db
        .select()
        .from(threadEvents)
        .where(eq(threadEvents.threadId, id))
        .orderBy(threadEvents.createdAt, threadEvents.id),
      notes: await db.select().from(threadNotes).where(eq(threadNotes.threadId, id)),
      audit: await db.select().from(auditEvents).where(eq(auditEvents.entityId, id)).orderBy(auditEvents.id),
    };
  });
}

export async function storedContact(id: string): Promise<Contact> {
  const [row] = await asSystem("test reads a contact", (db) => db.select().from(contacts).where(eq(contacts.id, id)));
  if (!row) throw new Error("no such contact");
  return row;
}

/** Away from today on, for a week. */
export async function goAway(who: Member, standIn: Member | null): Promise<void> {
  const today = businessToday("America/New_York");
  await asSystem("test absence", (db) =>
    db.insert(staffAbsences).values({
      staffId: who.id,
      startsOn: addDays(today, -1),
      endsOn: addDays(today, 7),
      standInId: standIn?.id ?? null,
    }),
  );
}

/** An answer's form as the composer sends it. */
export const answer = (number: string, body = "You have ten seats.", over: object = {}) => ({
  id: uuidv7(),
  number,
  body,
  files: [],
  ...over,
});

/** `CODE: sentence` of what was refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code}: ${error.message}`;
}
