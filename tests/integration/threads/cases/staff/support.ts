import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { messages, threadEvents, threadNotes } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import type { StaffContext as StaffCaseContext } from "@/lib/threads/staff/service";
import { cases } from "@/tests/support/threads";
import { createAgreement, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly viewer: StaffViewer;
}

export async function member(
  roles: StaffRole[],
  name = "Kim Duarte",
  brands: readonly string[] = ["cimsoft", "insource"],
): Promise<Member> {
  const row = await createStaff(roles, { name, brands });
  return { id: row.id, name, viewer: staffViewer(row, brands) };
}

/** Work of an agent in a write transaction, as an action gives it. */
export const act = <T>({ viewer, name }: Member, work: (context: StaffCaseContext) => Promise<T>): Promise<T> =>
  runAsViewer(viewer, "write", (context) => work({ ...context, name }));

export const read = <T>({ viewer }: Member, work: (context: Context<StaffViewer>) => Promise<T>): Promise<T> =>
  runAsViewer(viewer, "read", work);

/** A company with an agreement in force, a contact who sees all its cases, and a case of theirs. */
export async function filedCase(over: Parameters<typeof createCase>[2] = {}, brand = "cimsoft") {
  const company = await createCompany({ brand });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const filer = await createContact(company, { name: "Robin Meyer", casesScope: "company" });
  const { id } = await createCase(company, filer, over);
  // Read again: its first message has been put into what is searched.
  const { row } = await stored(id);
  return { company, filer, row, number: row.number };
}

/** Everything stored about a case, in the order of writing. */
export async function stored(id: string) {
  return asSystem("test reads a case", async (db) => {
    const [row] = await db.select().from(cases).where(eq(cases.id, id));
    if (!row) throw new Error("no such case");
    return {
      row,
      said: await db.select().from(messages).where(eq(messages.threadId, id)).orderBy(messages.createdAt, messages.id),
      events: await db
        .select()
        .from(threadEvents)
        .where(eq(threadEvents.threadId, id))
        .orderBy(threadEvents.createdAt, threadEvents.id),
      notes: await db.select().from(threadNotes).where(eq(threadNotes.threadId, id)),
    };
  });
}

/** An answer's form as the composer sends it. */
export const answer = (number: string, body = "Restart the collector.", over: object = {}) => ({
  id: uuidv7(),
  number,
  body,
  files: [],
  ...over,
});
