import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { connectConfirmations, connectRequests, visitors } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { findAccount, lockAccount } from "@/lib/gate/accounts";
import { makeLink } from "@/lib/gate/auth/reset-link";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { take } from "@/lib/gate/limits";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import { businessInstant, formatInstant, systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { mailboxOf, waitsTooLong } from "./rules";

/** How long a link that confirms an address works, in milliseconds of system time. */
const LINK_LIFE_MS = 3 * 24 * 60 * 60_000;

const receivedSchema = z.object({ id: z.uuid(), mails: z.boolean() });
const decidedSchema = z.object({ id: z.uuid() });

type Request = typeof connectRequests.$inferSelect;
type Visitor = typeof visitors.$inferSelect;

/** What a form came to. `client`: the address has an account. `blocked` is told to nobody. */
type Standing = "new" | "again" | "client" | "blocked";

/**
 * The job `connect.received`: looks whose address a form has. Somebody with an account is led to the first sign-in or a
 * new password by mail; everybody else becomes, or adds words to, a visitor who waits, and is mailed the link that
 * confirms the address. Who is blocked gets the same mails, and nobody else learns of it. `mails` is false beyond a
 * limit. May run twice. `now` is system time.
 */
export async function runConnectTask(payload: unknown, now: Temporal.Instant = systemNow()): Promise<void> {
  const { id, mails } = receivedSchema.parse(payload);
  const [found] = await asSystem("the connect job finds the brand of a form", (db) =>
    db.select({ brand: connectRequests.brand }).from(connectRequests).where(eq(connectRequests.id, id)),
  );
  if (!found) return;
  const brand = await brandByKey(found.brand);
  await asSystem("the connect job looks whose address a form has", async (db) => {
    const mailbox = await lockMailbox(db, id);
    const [request] = await db.select().from(connectRequests).where(eq(connectRequests.id, id));
    if (!request || mailbox === null || request.visitorId !== null) return;
    const account = await findAccount(db, brand.key, request.email);
    if (account) {
      if (!mails) return;
      await tellSupport(db, brand, request, "client");
      const locked = (await takesMail(db, brand, mailbox, now)) ? await lockAccount(db, account) : null;
      if (locked) await makeLink(db, { account: locked, brand: brand.key, tokenId: id, now });
      return;
    }
    const { visitor, standing } = await findOrAdd(db, request, mailbox);
    await db.update(connectRequests).set({ visitorId: visitor.id }).where(eq(connectRequests.id, id));
    if (!mails) return;
    if (standing !== "blocked") await tellSupport(db, brand, request, standing);
    if (await takesMail(db, brand, mailbox, now)) await answerVisitor(db, brand, { request, visitor, now });
  });
}

/** Forms of one mailbox are looked at one after the other, so that two at once are one visitor. */
async function lockMailbox(db: Transaction, id: string): Promise<string | null> {
  const [row] = await db
    .select({ brand: connectRequests.brand, email: connectRequests.email })
    .from(connectRequests)
    .where(eq(connectRequests.id, id));
  if (!row) return null;
  const mailbox = mailboxOf(row.email);
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`visitor:${row.brand}:${mailbox}`}::text, 0))`);
  return mailbox;
}

/** Whether a mailbox and its brand have a mail to a visitor left. */
async function takesMail(db: Transaction, brand: Brand, mailbox: string, now: Temporal.Instant): Promise<boolean> {
  for (const count of [
    { limit: "connectMailsByMailbox", subject: `${brand.key}\0${mailbox}` },
    { limit: "connectAcknowledged", subject: brand.key },
  ] as const) {
    if (await take(db, count, now)) continue;
    log.warn({ brand: brand.key, limit: count.limit }, "a visitor of Connect with Us gets no mail for now");
    return false;
  }
  return true;
}

/** The visitor whose words a form is: a blocked one of the mailbox, one who waits with this address, or a new one. */
async function findOrAdd(
  db: Transaction,
  request: Request,
  mailbox: string,
): Promise<{ visitor: Visitor; standing: Exclude<Standing, "client"> }> {
  const { brand, email, name, company, phone, createdAt } = request;
  const known = await db
    .select()
    .from(visitors)
    .where(
      and(eq(visitors.brand, brand), eq(visitors.mailbox, mailbox), inArray(visitors.state, ["waiting", "blocked"])),
    )
    .orderBy(asc(visitors.state), asc(visitors.createdAt))
    .for("update");
  const found = known.find(({ state }) => state === "blocked") ?? known.find((one) => one.email === email);
  if (!found) {
    const values = { brand, email, mailbox, name, company, phone, createdAt, wroteAt: createdAt };
    const [visitor] = await db.insert(visitors).values(values).returning();
    if (!visitor) throw new Error("a visitor was not stored");
    return { visitor, standing: "new" };
  }
  // Once the address is confirmed, what somebody else types with it must not change who waits.
  const facts = found.confirmedAt === null ? { name, company, phone: phone ?? found.phone } : {};
  await db
    .update(visitors)
    .set({ ...facts, wroteAt: sql`greatest(${visitors.wroteAt}, ${createdAt.toISOString()}::timestamptz)` })
    .where(eq(visitors.id, found.id));
  return { visitor: found, standing: found.state === "blocked" ? "blocked" : "again" };
}

async function tellSupport(
  db: Transaction,
  brand: Brand,
  { id, name, company, email, phone, need }: Request,
  standing: Exclude<Standing, "blocked">,
): Promise<void> {
  await enqueueMail(db, {
    brand: brand.key,
    kind: "connect-received",
    to: brand.supportMailbox,
    toName: `${brand.name} portal support`,
    replyTo: email,
    props: { name, company, email, phone, need, standing },
    dedupeKey: `connect-received:${id}`,
  });
}

interface Answered {
  readonly request: Request;
  readonly visitor: Visitor;
  readonly now: Temporal.Instant;
}

/**
 * Mails the link that confirms the address, or where it was confirmed before, that the words have arrived. Neither has
 * anything of what was typed: nobody may use the form to write to a stranger through us.
 */
async function answerVisitor(db: Transaction, brand: Brand, { request, visitor, now }: Answered): Promise<void> {
  const mail = { brand: brand.key, to: request.email };
  if (visitor.confirmedAt !== null && visitor.email === request.email) {
    const dedupeKey = `connect-acknowledged:${request.id}`;
    await enqueueMail(db, { ...mail, kind: "connect-acknowledged", props: {}, dedupeKey });
    return;
  }
  const { id } = request;
  await db.insert(connectConfirmations).values({
    ...{ id, brand: brand.key, visitorId: visitor.id, email: request.email },
    tokenHash: hashSecret(tokenFor("connect", id)),
    createdAt: new Date(now.epochMilliseconds),
    expiresAt: new Date(now.epochMilliseconds + LINK_LIFE_MS),
  });
  await enqueueMail(db, {
    ...{ ...mail, kind: "connect-confirm", props: { tokenId: id } },
    dedupeKey: `connect-confirm:${id}`,
  });
}

/**
 * The job `connect.decided`, added by the decision: mails the first sign-in to who was approved, and the sentence to
 * who was declined. May run twice. `now` is system time.
 */
export async function runDecidedTask(payload: unknown, now: Temporal.Instant = systemNow()): Promise<void> {
  const { id } = decidedSchema.parse(payload);
  await asSystem("a visitor is told what was decided", async (db) => {
    const [visitor] = await db.select().from(visitors).where(eq(visitors.id, id));
    if (visitor?.state === "declined" && visitor.sentence !== null) {
      await enqueueMail(db, {
        ...{ brand: visitor.brand, kind: "connect-declined", to: visitor.email, toName: visitor.name },
        props: { sentence: visitor.sentence },
        dedupeKey: `connect-declined:${id}`,
      });
    }
    if (visitor?.state !== "approved" || visitor.contactId === null) return;
    const account = await lockAccount(db, { kind: "contact", id: visitor.contactId });
    if (account) await makeLink(db, { account, brand: visitor.brand, tokenId: id, now });
  });
}

/** The most names that one mail about waiting visitors has. */
const MOST_NAMES = 20;

/**
 * Tells portal support once of visitors who have waited for more than a business day since they confirmed their
 * address: one mail a brand for all who became late since the last run. `now` is system time.
 */
export async function tellLateVisitors(now: Temporal.Instant = systemNow()): Promise<void> {
  for (const brand of await loadBrands()) {
    await asSystem("portal support is told who waits too long", async (db) => {
      const waiting = await db
        .select()
        .from(visitors)
        .where(
          and(
            eq(visitors.brand, brand.key),
            eq(visitors.state, "waiting"),
            isNotNull(visitors.confirmedAt),
            isNull(visitors.toldLateAt),
          ),
        )
        .orderBy(asc(visitors.confirmedAt), asc(visitors.id))
        .for("update");
      const late = waiting.filter(
        ({ confirmedAt }) => confirmedAt !== null && waitsTooLong(brand.supportCalendar, confirmedAt, now),
      );
      const [first] = late;
      if (!first) return;
      const people = late.slice(0, MOST_NAMES).map(({ name, company, confirmedAt }) => ({
        ...{ name, company },
        since: formatInstant(businessInstant(confirmedAt ?? now), brand.zone),
      }));
      await enqueueMail(db, {
        ...{ brand: brand.key, kind: "connect-late", to: brand.supportMailbox },
        toName: `${brand.name} portal support`,
        props: { people, more: late.length - people.length },
        dedupeKey: `connect-late:${first.id}`,
      });
      const ids = late.map((visitor) => visitor.id);
      const toldLateAt = new Date(now.epochMilliseconds);
      await db.update(visitors).set({ toldLateAt }).where(inArray(visitors.id, ids));
    });
  }
}
