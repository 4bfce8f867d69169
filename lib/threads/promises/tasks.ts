import { and, arrayOverlaps, asc, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import {
  caseSolutions,
  companies,
  onCallRotas,
  promiseSteps,
  promises,
  staff,
  staffBrands,
  threads,
} from "@/db/schema";
import type { PromiseDuty } from "@/db/schema/promise-constants";
import { asSystem } from "@/db/viewer";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf, threadReference } from "@/lib/mail/threading";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { coverageCalendar } from "@/lib/people/agreements/coverage/rules";
import { kindOf } from "@/lib/threads/kinds";
import { type Recipient, readMembers } from "@/lib/threads/recipients/queries";

/** How many rows one transaction counts. */
const ROWS_A_ROUND = 500;
const MOST_ROUNDS = 40;

const counted = {
  ...{ brand: threads.brand, kind: threads.kind, companyId: threads.companyId, product: threads.product },
};

/**
 * The job `promises.count`: the business minutes of answers and solutions that nobody has counted yet, such as those of
 * threads that were here before promises were, or that somebody closed in another's place.
 */
export async function countMinutes(): Promise<void> {
  const brands = await loadBrands();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = await asSystem("business minutes of answers are counted", async (db) => {
      const answers = await countAnswers(db, brands);
      return answers + (await countSolutions(db, brands));
    });
    if (found === 0) return;
  }
}

interface Span {
  readonly brand: string;
  readonly kind: typeof threads.$inferSelect.kind;
  readonly companyId: string;
  readonly product: string | null;
  readonly from: Date;
  readonly to: Date | null;
}

/** Returns a function that gives the business minutes of these spans. */
async function minutesOf(db: Transaction, brands: readonly Brand[], spans: readonly Span[]) {
  const termsOf = await coveredTerms({ db }, [...new Set(spans.map(({ companyId }) => companyId))]);
  return ({ brand: key, kind, companyId, product, from, to }: Span): number => {
    const brand = brands.find((one) => one.key === key);
    if (!brand || !to) return 0;
    const usual = kindOf(kind).calendar(brand);
    const hours = kindOf(kind).isCovered ? coverageCalendar(brand, termsOf(companyId), product) : usual;
    return Math.max(0, openMinutesBetween(hours, businessInstant(from), businessInstant(to)));
  };
}

async function countAnswers(db: Transaction, brands: readonly Brand[]): Promise<number> {
  const rows = await db
    .select({ ...counted, id: promises.id, from: promises.madeAt, to: promises.endedAt })
    .from(promises)
    .innerJoin(threads, eq(threads.id, promises.threadId))
    .where(and(isNull(promises.minutes), inArray(promises.outcome, ["kept", "missed"])))
    .orderBy(asc(promises.endedAt))
    .limit(ROWS_A_ROUND);
  if (rows.length === 0) return 0;
  const spent = await minutesOf(db, brands, rows);
  const values = rows.map((row) => sql`(${row.id}::uuid, ${spent(row)}::integer)`);
  await db.execute(
    sql`update promises p set minutes = c.spent from (values ${sql.join(values, sql`, `)}) as c (id, spent) where p.id = c.id and p.minutes is null`,
  );
  return rows.length;
}

async function countSolutions(db: Transaction, brands: readonly Brand[]): Promise<number> {
  const rows = await db
    .select({ ...counted, id: caseSolutions.threadId, from: caseSolutions.openedAt, to: caseSolutions.solvedAt })
    .from(caseSolutions)
    .innerJoin(threads, eq(threads.id, caseSolutions.threadId))
    .where(isNull(caseSolutions.minutes))
    .orderBy(asc(caseSolutions.solvedAt))
    .limit(ROWS_A_ROUND);
  if (rows.length === 0) return 0;
  const spent = await minutesOf(db, brands, rows);
  const values = rows.map((row) => sql`(${row.id}::uuid, ${spent(row)}::integer)`);
  await db.execute(
    sql`update case_solutions s set minutes = c.spent from (values ${sql.join(values, sql`, `)}) as c (id, spent) where s.thread_id = c.id and s.minutes is null`,
  );
  return rows.length;
}

/** Whom a promise that nears its time tells, for a brand without steps of its own. */
const USUAL_STEPS: readonly { duty: PromiseDuty; beforeMinutes: number }[] = [
  { duty: "owner", beforeMinutes: 30 },
  { duty: "lead", beforeMinutes: 10 },
];

const nearing = z.array(z.object({ id: z.uuid(), brand: z.string() }));

/**
 * The job `promises.near`: tells the owner, then the lead, of each answer to a case or request whose promised time
 * nears. Each step is told once for each promised time: a promise that was moved is told of anew. A chat's promise is
 * of minutes, and its desk shows it.
 */
export async function tellNearing(): Promise<void> {
  const rows = nearing.parse(
    await asSystem("promises that near their time are found", (db) =>
      db
        .select({ id: promises.id, brand: promises.brand })
        .from(promises)
        .where(
          and(
            eq(promises.outcome, "made"),
            inArray(promises.threadKind, ["case", "request"]),
            gt(promises.dueAt, sql`clock_timestamp()`),
            lte(promises.dueAt, sql`clock_timestamp() + interval '1 day'`),
          ),
        ),
    ),
  );
  for (const { id, brand } of rows) {
    const known = await brandByKey(brand);
    await asSystem("people are told of an answer that nears its time", (db) => tellOf(db, known, id));
  }
}

async function tellOf(db: Transaction, brand: Brand, id: string): Promise<void> {
  // The thread first, as everybody locks them who answers, so that nobody waits in a circle.
  await db.execute(
    sql`select from threads where id = (select thread_id from promises where id = ${id}::uuid) for key share`,
  );
  const [promise] = await db.select().from(promises).where(eq(promises.id, id)).for("update");
  if (promise?.outcome !== "made") return;
  const stored = await db.select().from(promiseSteps).where(eq(promiseSteps.brand, brand.key));
  const steps = stored.length > 0 ? stored : USUAL_STEPS;
  const told = promise.toldMinutes ?? Number.POSITIVE_INFINITY;
  const [clock] = z
    .array(z.object({ left: z.coerce.number() }))
    .parse([
      ...(await db.execute(
        sql`select extract(epoch from (${promise.dueAt.toISOString()}::timestamptz - clock_timestamp())) / 60 as left`,
      )),
    ]);
  const left = clock?.left ?? 0;
  const due = steps
    .filter(({ beforeMinutes }) => beforeMinutes >= left && beforeMinutes < told)
    .sort((a, b) => b.beforeMinutes - a.beforeMinutes);
  for (const { duty, beforeMinutes } of due) await tell(db, brand, promise, duty, beforeMinutes);
  const lowest = due.at(-1);
  if (lowest) await db.update(promises).set({ toldMinutes: lowest.beforeMinutes }).where(eq(promises.id, id));
}

type Promised = typeof promises.$inferSelect;

async function tell(db: Transaction, brand: Brand, promise: Promised, duty: PromiseDuty, before: number) {
  const [thread] = await db
    .select({
      ...{ id: threads.id, kind: threads.kind, number: threads.number, subject: threads.subject },
      ...{ ownerId: threads.ownerId, companyName: companies.name },
    })
    .from(threads)
    .innerJoin(companies, eq(companies.id, threads.companyId))
    .where(eq(threads.id, promise.threadId));
  if (!thread || thread.kind === "chat") return;
  const owners = thread.ownerId ? await readMembers(db, thread.id, eq(staff.id, thread.ownerId)) : [];
  const isOwner = duty === "owner" && owners.length > 0;
  const people = isOwner ? owners : await leadsOf(db, brand, thread.id);
  const [ownerName] = owners.map(({ name }) => name);
  for (const to of people) {
    const dedupeKey = `answer-near:${promise.id}:${promise.dueAt.getTime()}:${before}:${to.id}`;
    await enqueueMail(db, {
      ...{ brand: brand.key, kind: `${thread.kind}-answer-near`, to: to.email, toName: to.name },
      props: {
        number: thread.number,
        subject: plainLine(thread.subject, 200),
        companyName: plainLine(thread.companyName, 200),
        due: formatInstant(businessInstant(promise.dueAt), to.zone ?? brand.zone),
        owner: isOwner ? null : (ownerName ?? ""),
      },
      dedupeKey,
      person: { kind: "staff", id: to.id },
      thread: {
        threadId: thread.id,
        messageId: messageIdOf(thread.id, { threadId: thread.id, origin: brand.origin, recipient: dedupeKey }),
        references: [threadReference(thread.id, brand.origin)],
      },
    });
  }
}

/** The lead of the brand's rota where they see the thread, else its administrators. */
async function leadsOf(db: Transaction, brand: Brand, threadId: string): Promise<Recipient[]> {
  const [rota] = await db.select({ id: onCallRotas.leadId }).from(onCallRotas).where(eq(onCallRotas.brand, brand.key));
  const lead = rota?.id ? await readMembers(db, threadId, eq(staff.id, rota.id)) : [];
  if (lead.length > 0) return lead;
  const ofBrand = db.select({ id: staffBrands.staffId }).from(staffBrands).where(eq(staffBrands.brand, brand.key));
  const administrators = and(inArray(staff.id, ofBrand), arrayOverlaps(staff.roles, ["administrator"]));
  return readMembers(db, threadId, administrators ?? sql`false`);
}
