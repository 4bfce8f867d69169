import { and, asc, eq, gt, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mailEvents, messages, notices, outbox } from "@/db/schema";
import { brandByKey } from "@/lib/gate/brand/load";
import { tell } from "@/lib/jobs/tell";
import { systemNow } from "@/lib/kit/time";

const DAY = 86_400_000;
const TOLD_DAYS = 10;
/** What happened to mails that were not simply delivered, by recipient. */
const MISFORTUNES = new Map([
  ["office@aldercreek.example", { kind: "bounced", reason: "550 5.1.1 The mailbox does not exist." }],
  ["plant.manager@palmetto.example", { kind: "complained", reason: null }],
] as const);
type Misfortune = NonNullable<ReturnType<(typeof MISFORTUNES)["get"]>>;

/**
 * Notices and mails about the last days of the demo's past, written by the portal's own code and then dated back.
 * Nothing is sent. Run as the system after cases and requests, in a transaction of its own; does nothing where there is
 * mail already.
 */
export async function applyDemoTold(db: Transaction): Promise<void> {
  const [known] = await db.select({ id: outbox.id }).from(outbox).limit(1);
  if (known) return;
  const now = systemNow().epochMilliseconds;
  const said = await db
    .select({ id: messages.id, createdAt: messages.createdAt, brand: messages.brand })
    .from(messages)
    .where(gt(messages.createdAt, new Date(now - TOLD_DAYS * DAY)))
    .orderBy(asc(messages.createdAt), asc(messages.id));
  const dated: string[] = [];
  for (const { id, createdAt, brand } of said) {
    await tell(db, await brandByKey(brand), { message: id });
    const mails = await datedBack(db, createdAt, dated);
    for (const mail of mails) {
      const misfortune = [...MISFORTUNES].find(([address]) => address === mail.toAddress)?.[1];
      await delivered(db, mail.id, createdAt, misfortune);
    }
  }
  await readSince(db, new Date(now - DAY));
}

/**
 * Dates the notices and mails that were just written back to `at` and removes the mails' jobs. Returns the mails.
 * `dated`: ids of notices that were dated back before; the new ones are added.
 */
async function datedBack(db: Transaction, at: Date, dated: string[]) {
  const rung = await db
    .update(notices)
    .set({ createdAt: at })
    .where(notInArray(notices.id, dated))
    .returning({ id: notices.id });
  dated.push(...rung.map(({ id }) => id));
  const mails = await db
    .update(outbox)
    .set({
      ...{ state: "sent", attempts: 1, createdAt: at, sentAt: after(at, 2) },
      providerId: sql`'demo-' || ${outbox.id}`,
    })
    .where(eq(outbox.state, "queued"))
    .returning({ id: outbox.id, toAddress: outbox.toAddress });
  for (const { id } of mails) await db.execute(sql`select graphile_worker.remove_job(${`mail:${id}`}::text)`);
  return mails;
}

async function delivered(db: Transaction, id: string, at: Date, misfortune: Misfortune | undefined): Promise<void> {
  const providerId = `demo-${id}`;
  if (misfortune?.kind !== "bounced") {
    await db
      .insert(mailEvents)
      .values({ id: `${providerId}-delivered`, providerId, kind: "delivered", happenedAt: after(at, 5) });
  }
  if (misfortune) {
    await db
      .insert(mailEvents)
      .values({ id: `${providerId}-${misfortune.kind}`, providerId, ...misfortune, happenedAt: after(at, 900) });
  }
}

/**
 * Marks notices as read: those of a person who wrote in the thread later, and those of staff that are older than
 * `firm`.
 */
async function readSince(db: Transaction, firm: Date): Promise<void> {
  // The outer table's name is written out, because drizzle omits it in an update of a single table.
  const wroteLater = sql`exists (select 1 from ${messages} m where m.thread_id = "notices"."thread_id"
    and m.author_kind = "notices"."person_kind" and m.author_id = "notices"."person_id"
    and m.created_at > "notices"."created_at")`;
  await db
    .update(notices)
    .set({ readAt: sql`${notices.createdAt} + interval '20 minutes'` })
    .where(
      and(isNull(notices.readAt), or(wroteLater, and(eq(notices.personKind, "staff"), lt(notices.createdAt, firm)))),
    );
}

const after = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
