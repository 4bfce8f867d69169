import { setTimeout as pauseFor } from "node:timers/promises";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connectRequests } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { Brand } from "@/lib/brand/types";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine, plainText } from "@/lib/mail/plain-text";
import { systemNow } from "@/lib/time";
import { checkForm } from "./bot-check";
import type { ConnectInput } from "./schema";

const HOUR_MS = 60 * 60 * 1000;

/** In an hour. Beyond the first, requests are kept but portal support's mailbox is spared; beyond the second, refused. */
export const CONNECT_LIMITS = { mailsPerAddress: 5, requestsPerBrand: 300 } as const;

/**
 * Stores what a visitor sent and tells portal support and the visitor, all in the caller's transaction. The same form
 * again changes nothing. One address is acknowledged at most once a (UTC) day, whether it is known or not.
 * `now`: system time. Throws AppError RATE_LIMITED when the brand is flooded.
 */
export async function submitConnect(
  db: Transaction,
  { brand, input, now }: { brand: Brand; input: ConnectInput; now: Date },
): Promise<void> {
  // One at a time for a brand, or parallel requests would each find room below the limits.
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('connect'), hashtext(${brand.key}))`);
  const [known] = await db
    .select({ id: connectRequests.id })
    .from(connectRequests)
    .where(eq(connectRequests.id, input.id));
  if (known) return;

  const email = input.email.toLowerCase();
  const recent = and(
    eq(connectRequests.brand, brand.key),
    gt(connectRequests.createdAt, new Date(now.getTime() - HOUR_MS)),
  );
  const [count] = await db
    .select({
      ofBrand: sql<string>`count(*)`,
      ofAddress: sql<string>`count(*) filter (where ${connectRequests.email} = ${email})`,
    })
    .from(connectRequests)
    .where(recent);
  if (Number(count?.ofBrand ?? 0) >= CONNECT_LIMITS.requestsPerBrand) {
    throw new AppError(
      "RATE_LIMITED",
      `Too many requests reach us right now. Try again in an hour, or write to ${brand.supportMailbox}.`,
    );
  }

  const request = {
    name: plainLine(input.name, 120),
    company: plainLine(input.company, 120),
    email,
    phone: input.phone ? plainLine(input.phone, 40) : null,
    need: input.need ? plainText(input.need, 2_000) : null,
  };
  await db.insert(connectRequests).values({ id: input.id, brand: brand.key, createdAt: now, ...request });

  if (Number(count?.ofAddress ?? 0) < CONNECT_LIMITS.mailsPerAddress) {
    await enqueueMail(db, {
      brand: brand.key,
      kind: "connect-received",
      to: brand.supportMailbox,
      toName: `${brand.name} portal support`,
      replyTo: email,
      props: request,
      dedupeKey: `connect-received:${input.id}`,
    });
  }
  await enqueueMail(db, {
    brand: brand.key,
    kind: "connect-acknowledged",
    to: email,
    props: {},
    dedupeKey: `connect-acknowledged:${brand.key}:${email}:${now.toISOString().slice(0, 10)}`,
  });
}

interface ReceiveDependencies {
  /** System time in milliseconds. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

const defaults: ReceiveDependencies = { now: () => systemNow().epochMilliseconds, pause: pauseFor };

/**
 * The door of Connect with Us: what a bot sent is dropped without a word, all else is stored and told. A form that
 * comes sooner than a person types is held, not dropped: browsers fill forms in too.
 * Throws AppError INVALID for a page that stayed open too long, RATE_LIMITED from `submitConnect`.
 */
export async function receiveConnect(
  brand: Brand,
  input: ConnectInput,
  { now, pause }: ReceiveDependencies = defaults,
): Promise<void> {
  const check = checkForm({ brand: brand.key, website: input.website, issued: input.issued }, now());
  if (check.verdict === "bot") {
    log.info({ brand: brand.key }, "a form of Connect with Us was taken for a bot's");
    return;
  }
  if (check.verdict === "too-old") {
    throw new AppError("INVALID", "This page is more than a day old. Reload it, then send the form again.");
  }
  await pause(check.waitMs);
  const receivedAt = new Date(now());
  await asSystem("visitor sends Connect with Us", (db) => submitConnect(db, { brand, input, now: receivedAt }));
}
