import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { chatAgents, chats, threads } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { makeCase } from "@/lib/threads/chats/case/service";
import type { ChatRecord } from "@/lib/threads/chats/queries";
import type { ChatInput } from "@/lib/threads/chats/schema";
import { lockChat } from "@/lib/threads/chats/service";
import { missingThread } from "@/lib/threads/life/queries";
import { auditThread, CLOCK_STOPPED, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { addEvent } from "@/lib/threads/service";
import { findStaffName, findWorker } from "@/lib/threads/staff/people/queries";
import { answerThread, lockToWork, noteThread, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { ownAgent, setsTalks } from "./policy";
import type {
  AnswerInput,
  AvailabilityInput,
  EndInput,
  HandOverInput,
  InviteInput,
  NoteInput,
  TalksInput,
} from "./schema";

interface Done {
  readonly number: string;
}

/** A staff write that needs the brand of the chat. */
export interface ChatContext extends StaffContext {
  /** Those of the deployment. */
  readonly brands: readonly Brand[];
}

const LOST = "Support is no longer open to this client, and the chat has ended.";

/**
 * The chat, locked for work on it, as lockToWork. Throws CONFLICT where the client may no longer have it: the chat is
 * ended then, if it was not yet, and nobody writes in it.
 */
async function lockToTalk(context: StaffContext, number: string): Promise<ChatRecord> {
  await lockToWork(context, "chat", number);
  const row = await lockChat(context, { number });
  if (await isLost(context, row.id)) {
    throw new AppError("CONFLICT", LOST);
  }
  return row;
}

const flags = z.array(z.object({ lost: z.boolean().nullable() }));

async function isLost({ db }: Context, id: string): Promise<boolean> {
  const [row] = flags.parse([...(await db.execute(sql`select chat_is_lost(${id}::uuid) as lost`))]);
  return row?.lost ?? false;
}

async function updateChat({ viewer, db }: Context, id: string, change: Partial<typeof chats.$inferInsert>) {
  await db
    .update(chats)
    .set(change)
    .where(and(ofVisibleThreads(viewer, chats.id, "chat"), eq(chats.id, id)));
}

/** Writes that the agent's browser is there, and locks the agent's row, so that their takes wait for each other. */
async function lockAgent({ viewer, db }: StaffContext): Promise<{ talks: number; talking: number }> {
  await db
    .insert(chatAgents)
    .values({ staffId: viewer.staffId })
    .onConflictDoUpdate({ target: chatAgents.staffId, set: { seenAt: sql`clock_timestamp()` } });
  const [agent] = await db.select({ talks: chatAgents.talks }).from(chatAgents).where(ownAgent(viewer)).for("update");
  const talking = await db.$count(
    threads,
    and(visibleThreads(viewer, "chat"), eq(threads.status, "in_progress"), eq(threads.ownerId, viewer.staffId)),
  );
  return { talks: agent?.talks ?? 0, talking };
}

/**
 * Takes a chat out of the queue. Taking an own talk again changes nothing. Throws CONFLICT where somebody else has taken
 * it or it has ended, and where the agent has as many talks as they may have.
 */
export async function takeChat(context: StaffContext, { number }: ChatInput): Promise<Done> {
  const { talks, talking } = await lockAgent(context);
  const row = await lockToTalk(context, number);
  const actor = workerOf(context);
  if (row.status === "in_progress" && row.ownerId === actor.id) return { number };
  if (row.status === "closed") throw new AppError("CONFLICT", "This chat has ended.");
  if (row.status === "in_progress") {
    const other = row.ownerId && (await findStaffName(context, row.ownerId));
    throw new AppError("CONFLICT", `${other ?? "A colleague"} has taken this chat.`);
  }
  if (talking >= talks) {
    throw new AppError("CONFLICT", `You have ${talking} chats side by side. End one or hand it over first.`);
  }
  await updateThread(context, row, { status: "in_progress", ownerId: actor.id, ...TOUCHED });
  const now = sql`clock_timestamp()`;
  await context.db
    .update(chats)
    .set({ takenAt: now, firstTakenAt: sql`coalesce(${chats.firstTakenAt}, clock_timestamp())`, isBack: false })
    .where(and(ofVisibleThreads(context.viewer, chats.id, "chat"), eq(chats.id, row.id)));
  await addEvent(context, row, actor, { kind: "taken", subjectId: actor.id, after: actor.name });
  await auditThread(context, row, "taken");
  return { number };
}

/** An agent's message, as answerThread. Throws CONFLICT for a chat in the queue, which is taken first, and for an ended one. */
export async function answerChat(context: StaffContext, input: AnswerInput) {
  await findTalk(context, eq(threads.number, input.number));
  return answerThread(context, "chat", { ...input, seen: undefined, source: "portal" });
}

/** The same in the chat with an id, as its page names it. Throws AppError NOT_FOUND for one that the viewer does not see. */
export async function answerChatById(context: StaffContext, id: string, input: Omit<AnswerInput, "number">) {
  const number = await findTalk(context, eq(threads.id, sql`${id}::uuid`));
  if (number === null) throw missingThread("chat");
  return answerThread(context, "chat", { ...input, number, seen: undefined, source: "portal" });
}

/** The number of a chat that the viewer sees; null for any other. Throws CONFLICT where the client may no longer have it. */
async function findTalk({ viewer, db }: Context, which: SQL): Promise<string | null> {
  const [row] = await db
    .select({ number: threads.number, lost: sql<boolean | null>`chat_is_lost(${threads.id})` })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), which));
  if (row?.lost) throw new AppError("CONFLICT", LOST);
  return row?.number ?? null;
}

/** As noteThread. */
export const noteChat = (context: StaffContext, input: NoteInput) => noteThread(context, "chat", input);

function brandOf({ brands }: ChatContext, row: ChatRecord): Brand {
  const brand = brands.find(({ key }) => key === row.brand);
  if (!brand) throw new Error(`No brand ${row.brand}`);
  return brand;
}

/** Ends a talk. One that is not solved becomes a case. Ending what has ended changes nothing. */
export async function endChat(context: ChatContext, { number, outcome }: EndInput): Promise<Done> {
  const row = await lockToTalk(context, number);
  if (row.status === "closed") return { number };
  if (outcome === "unsolved") {
    await makeCase(context, row, { brand: brandOf(context, row), outcome });
    return { number };
  }
  await updateChat(context, row.id, { outcome });
  await updateThread(context, row, {
    ...{ status: "closed", closedAt: sql`clock_timestamp()` },
    ...{ ...TOUCHED, ...CLOCK_STOPPED },
  });
  const after = `closed:${outcome}`;
  await addEvent(context, row, workerOf(context), { kind: "status", before: row.status, after });
  await auditThread(context, row, "closed", { outcome });
  return { number };
}

/** Makes a chat a case: see makeCase. */
export async function makeCaseOfChat(context: ChatContext, { number }: ChatInput): Promise<{ caseNumber: string }> {
  const row = await lockToTalk(context, number);
  return makeCase(context, row, { brand: brandOf(context, row), outcome: "case" });
}

/**
 * Gives a talk to a colleague who takes chats now, or back to the head of the queue. Throws CONFLICT for a chat that
 * nobody talks in, INVALID for anybody else.
 */
export async function handOver(context: StaffContext, { number, to }: HandOverInput): Promise<Done> {
  const row = await lockToTalk(context, number);
  if (row.status !== "in_progress") throw new AppError("CONFLICT", "Nobody talks in this chat now.");
  const actor = workerOf(context);
  const colleague = to === "queue" ? null : await findWorker(context, "chat", row.brand, to);
  if (to !== "queue" && !colleague) throw new AppError("INVALID", "Choose a colleague from the list.", { field: "to" });
  if (colleague?.id === row.ownerId) return { number };
  await updateThread(context, row, {
    ...(colleague ? { ownerId: colleague.id } : { ownerId: null, status: "new" as const }),
    ...TOUCHED,
  });
  await context.db
    .update(chats)
    .set(
      colleague
        ? { takenAt: sql`clock_timestamp()` }
        : { takenAt: null, isBack: true, queuedAt: sql`clock_timestamp()` },
    )
    .where(and(ofVisibleThreads(context.viewer, chats.id, "chat"), eq(chats.id, row.id)));
  await addEvent(context, row, actor, {
    ...{ kind: "handed_back", after: colleague?.name ?? null },
    ...(colleague && { subjectId: colleague.id }),
  });
  await auditThread(context, row, "handed-over", { from: row.ownerId, to: colleague?.id ?? null });
  return { number };
}

/** Asks a colleague to join a talk: it is among their talks then. Asking again changes nothing. Clients are not told. */
export async function invite(context: StaffContext, { number, colleague: id }: InviteInput): Promise<Done> {
  const row = await lockToTalk(context, number);
  const colleague = await findWorker(context, "chat", row.brand, id);
  if (!colleague) throw new AppError("INVALID", "Choose a colleague from the list.", { field: "colleague" });
  if (row.status === "closed") throw new AppError("CONFLICT", "This chat has ended.");
  if (row.helpers.includes(id)) return { number };
  await updateChat(context, row.id, { helpers: [...row.helpers, id] });
  await addEvent(context, row, workerOf(context), {
    ...{ kind: "invited", after: colleague.name, subjectId: colleague.id, internal: true },
  });
  await auditThread(context, row, "invited", { colleague: id });
  return { number };
}

/** Whether the agent takes chats from now on; `reason` is why not. */
export async function setAvailability(
  { viewer, db }: StaffContext,
  { available, reason }: AvailabilityInput,
): Promise<void> {
  const now = sql`clock_timestamp()`;
  const change = {
    isAvailable: available,
    awayReason: available ? null : (reason ?? null),
    changedAt: now,
    seenAt: now,
  };
  await db
    .insert(chatAgents)
    .values({ staffId: viewer.staffId, ...change })
    .onConflictDoUpdate({ target: chatAgents.staffId, set: change });
}

/** Records that the agent's browser is there. Without a row, they never took a chat, and none is made. */
export async function beAtDesk({ viewer, db }: StaffContext): Promise<void> {
  await db.update(chatAgents).set({ seenAt: sql`clock_timestamp()` }).where(ownAgent(viewer));
}

const shared = z.array(z.object({ brand: z.string().nullable() }));

/**
 * Says how many talks an agent may have side by side. Throws NOT_FOUND for anybody who is no agent of a brand of the
 * viewer's, and where the viewer is no administrator.
 */
export async function setTalks(context: StaffContext, { agent, talks }: TalksInput): Promise<void> {
  const { viewer, db } = context;
  const [set] = setsTalks(viewer)
    ? shared.parse([...(await db.execute(sql`select set_chat_talks(${agent}::uuid, ${talks}::int) as brand`))])
    : [];
  if (!set?.brand) throw new AppError("NOT_FOUND", "There is no such agent.");
  await audit(context, {
    ...{ brand: set.brand, action: "chat-agent.talks-set", entity: "staff", entityId: agent },
    details: { talks },
  });
}
