import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { messages, requests, staff } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { REQUEST_WORKERS } from "@/db/schema/shared";
import { formatDay } from "@/lib/kit/time";
import { plainLine } from "@/lib/mail/plain-text";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import type { ThreadMail } from "@/lib/threads/mail";
import { type Recipient, readFollowers, readMembers } from "@/lib/threads/recipients/queries";
import { KIND_LABELS } from "./rules";

interface TeamRecipient {
  readonly to: Recipient;
  /** Name of the colleague for whom the recipient stands in. */
  readonly standsInFor: string | null;
  /** Name of the owner, where the owner is away and nobody stands in. */
  readonly awayOwner: string | null;
  /** Name of the owner, where the owner or a stand-in is here but cannot finish the request. */
  readonly heldBy?: string;
}

const NOBODYS = { standsInFor: null, awayOwner: null } as const;

/**
 * The owner, if their account is open and they may see the request, and while they are away also who stands in. Where
 * none of them is here and able to finish the request, also everybody of the brand who is: staff who answer requests
 * or, for a change, administrators, who alone decide it.
 */
async function readTeam(db: Transaction, row: ThreadRecord): Promise<TeamRecipient[]> {
  const [owner] = row.ownerId ? await readMembers(db, row.id, eq(staff.id, row.ownerId)) : [];
  const roles: readonly StaffRole[] = row.topic === "change" ? ["administrator"] : REQUEST_WORKERS;
  const all = await readMembers(db, row.id, sql`${staff.roles} && ${sql.param([...roles])}::text[]`);
  if (!owner) return all.map((to) => ({ to, ...NOBODYS }));
  const [covered] = row.standsInFor
    ? await db.select({ name: staff.name }).from(staff).where(eq(staff.id, row.standsInFor))
    : [];
  const standIns = await readMembers(
    db,
    row.id,
    sql`${staff.id} = (select stand_in from staff_cover(${owner.id}::uuid)) and ${staff.id} <> ${owner.id}::uuid`,
  );
  const name = plainLine(owner.name, 100);
  const isHere = !(await isAway(db, owner.id));
  const present = new Set([...(isHere ? [owner.id] : []), ...standIns.map(({ id }) => id)]);
  const told = new Set([owner.id, ...present]);
  const others = all.some(({ id }) => present.has(id)) ? [] : all.filter(({ id }) => !told.has(id));
  const whose = present.size === 0 ? { awayOwner: name } : { heldBy: name };
  return [
    { to: owner, ...NOBODYS, standsInFor: covered ? plainLine(covered.name, 100) : null },
    ...standIns.map((to) => ({ to, ...NOBODYS, standsInFor: name })),
    ...others.map((to) => ({ to, ...NOBODYS, ...whose })),
  ];
}

async function isAway(db: Transaction, staffId: string): Promise<boolean> {
  const covers = await db.execute(sql`select 1 from staff_cover(${staffId}::uuid)`);
  return covers.length > 0;
}

/** What mails to the team say about a request: its kind, and the day by which an answer is needed. */
async function readFacts(db: Transaction, { id, topic }: ThreadRecord) {
  const [row] = await db.select({ neededBy: requests.neededBy }).from(requests).where(eq(requests.id, id));
  return { about: KIND_LABELS[topic ?? "message"], neededBy: row?.neededBy ? formatDay(row.neededBy) : null };
}

export const requestMail: ThreadMail<"request"> = {
  // Contacts who wrote in the request.
  resting: null,
  alsoTold: (id) =>
    sql`select ${messages.authorId} from ${messages} where ${messages.threadId} = ${id}::uuid and ${messages.authorKind} = 'contact'`,
  toStaff: "request-for-team",
  readStaff: async (db, thread) => {
    const facts = await readFacts(db, thread);
    const team = await readTeam(db, thread);
    const told = new Set(team.map(({ to }) => to.id));
    const followers = (await readFollowers(db, thread.id)).filter(({ id }) => !told.has(id));
    return [...team, ...followers.map((to): TeamRecipient => ({ to, ...NOBODYS }))].map(({ to, ...whose }) => ({
      to,
      props: { ...facts, ...whose },
    }));
  },
  firstOfStaff: "own",
  received: async () => ({}),
  assigned: readFacts,
  closed: () => ({}),
  joined: null,
};
