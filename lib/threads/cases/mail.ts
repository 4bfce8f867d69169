import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { cases, messages, staff, threadParticipants, threads } from "@/db/schema";
import { CLOSE_REASONS } from "@/db/schema/constants";
import { listResting } from "@/lib/threads/cases/handover/queries";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import type { ThreadMail } from "@/lib/threads/mail";
import { type Recipient, readFollowers, readMembers, readSaid } from "@/lib/threads/recipients/queries";

/**
 * The assignee, if their account is open and they may see the case; otherwise every support agent of the brand. With
 * them whoever follows it.
 */
async function readAgents(db: Transaction, { id, ownerId }: ThreadRecord): Promise<Recipient[]> {
  const assigned = ownerId ? await readMembers(db, id, eq(staff.id, ownerId)) : [];
  const agents =
    assigned.length > 0 ? assigned : await readMembers(db, id, sql`'support_agent' = any (${staff.roles})`);
  const told = new Set(agents.map((agent) => agent.id));
  return [...agents, ...(await readFollowers(db, id)).filter((follower) => !told.has(follower.id))];
}

/** What mails to agents say about a case: its product with the version, and its severity. */
async function readFacts(db: Transaction, { id, product, severity }: ThreadRecord) {
  const { productVersion } = await findCase(db, id);
  return { product: [product, productVersion].filter(Boolean).join(" "), severity: severity ?? "question" };
}

async function findCase(db: Transaction, id: string) {
  const [row] = await db.select().from(cases).where(eq(cases.id, id));
  if (!row) throw new Error("a thread of a case has its case");
  return row;
}

const closedFor = z
  .string()
  .transform((text) => {
    const [, reason, into = null] = /^closed:(\w+)(?::(C-\d+))?$/.exec(text) ?? [];
    return { reason, into };
  })
  .pipe(z.object({ reason: z.enum(CLOSE_REASONS), into: z.string().nullable() }));

export const caseMail: ThreadMail<"case"> = {
  alsoTold: (id) =>
    sql`select ${threadParticipants.contactId} from ${threadParticipants} where ${threadParticipants.threadId} = ${id}::uuid`,
  resting: listResting,
  toStaff: "case-for-agents",
  readStaff: async (db, thread) => {
    const props = await readFacts(db, thread);
    return (await readAgents(db, thread)).map((to) => ({ to, props }));
  },
  firstOfStaff: "phoned",
  received: async (db: Transaction, { id }) => {
    const { followsId } = await findCase(db, id);
    const [first] = await db.select().from(messages).where(eq(messages.id, id));
    const said = first?.authorKind === "staff" ? await readSaid(db, first) : null;
    const [before] = followsId
      ? await db.select({ number: threads.number }).from(threads).where(eq(threads.id, followsId))
      : [];
    return { follows: before?.number ?? null, phoned: said && { by: said.author, text: said.text } };
  },
  assigned: readFacts,
  closed: (after) => closedFor.safeParse(after).data ?? null,
  joined: "case-joined",
};
