import { and, desc, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { constantQuery } from "@/db/constant-query";
import { clientViews, contacts, sessions, staff } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { type AccountKey, isUsable } from "@/lib/gate/accounts";
import { hashSecret, isSecretShaped, newSecret } from "@/lib/gate/tokens";
import { brandsOfMember, clientViewerOf, staffViewerOf } from "@/lib/gate/viewers";
import { isAlive, isTouchDue, SESSION_LIVES } from "./session-lives";
import type { SignedIn } from "./types";

/* Sessions are rows. The cookie carries a secret, and the row the hash of it. Every `now` is system time. */

/**
 * Starts a session of an account on the host of `brand` and returns the secret for the cookie. The session is always
 * new: one that the browser had before is never continued.
 */
export async function createSession(
  db: Transaction,
  {
    account,
    brand,
    userAgent,
    now,
  }: { account: AccountKey; brand: string; userAgent: string | null; now: Temporal.Instant },
): Promise<{ id: string; secret: string }> {
  const id = uuidv7();
  const secret = newSecret();
  const at = new Date(now.epochMilliseconds);
  await db.insert(sessions).values({
    id,
    tokenHash: hashSecret(secret),
    accountKind: account.kind,
    accountId: account.id,
    brand,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(now.epochMilliseconds + SESSION_LIVES[account.kind].absoluteMs),
    userAgent: userAgent?.slice(0, 300) ?? null,
  });
  return { id, secret };
}

/** Ends the selected sessions that still run. No other function ends sessions. */
async function end(db: Transaction, which: SQL | undefined, now: Temporal.Instant): Promise<void> {
  await db
    .update(sessions)
    .set({ endedAt: new Date(now.epochMilliseconds) })
    .where(and(which ?? sql`false`, isNull(sessions.endedAt)));
}

/** Ends one session, if it still runs. */
export function endSession(db: Transaction, id: string, now: Temporal.Instant): Promise<void> {
  return end(db, eq(sessions.id, id), now);
}

/** Ends the session that a cookie's secret belongs to, if there is one. */
export function endSessionOfSecret(db: Transaction, secret: string, now: Temporal.Instant): Promise<void> {
  return end(db, eq(sessions.tokenHash, hashSecret(secret)), now);
}

/** Ends every session of an account on all brands, `except` one by its id. */
export function endSessionsOf(
  db: Transaction,
  account: AccountKey,
  { except, now }: { except?: string; now: Temporal.Instant },
): Promise<void> {
  const others = except === undefined ? undefined : ne(sessions.id, except);
  return end(db, and(ofAccount(account), others), now);
}

const ofAccount = ({ kind, id }: AccountKey) => and(eq(sessions.accountKind, kind), eq(sessions.accountId, id));

export interface ListedSession {
  readonly id: string;
  readonly brand: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string | null;
}

/** The sessions of an account that still run, last used first. */
export async function listSessions(
  db: Transaction,
  account: AccountKey,
  now: Temporal.Instant,
): Promise<ListedSession[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(ofAccount(account), isNull(sessions.endedAt), gt(sessions.expiresAt, new Date(now.epochMilliseconds))))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
  return rows
    .filter((row) => isAlive(row, now))
    .map(({ id, brand, createdAt, lastSeenAt, userAgent }) => ({ id, brand, createdAt, lastSeenAt, userAgent }));
}

/**
 * Does a request count as use of its session? What an open page asks by itself does not, so that an idle session
 * expires.
 */
export type SessionUse = "use" | "background";

/** Runs the look-up of a session: asGate, or what shares its transaction with the reads that follow. */
export type LookUp = <T>(reason: string, work: (db: Transaction) => Promise<T>) => Promise<T>;

/**
 * Who is signed in by a cookie's secret on a brand's host, according to the rows at this moment. Null if the session
 * has ended or expired, if it is a client's and of another brand, or if the account may not sign in. Stores the time of
 * use at most once a minute.
 */
export async function loadSession(
  secret: string,
  brand: string,
  now: Temporal.Instant,
  use: SessionUse = "use",
  lookUp: LookUp = asGate,
): Promise<SignedIn | null> {
  if (!isSecretShaped(secret)) return null;
  const values = { hash: hashSecret(secret), now: new Date(now.epochMilliseconds) };
  return load((db) => rowsBySecret(db, values), brand, now, use, lookUp);
}

/** The same for a session known by its id, for what was made for that session alone. It does not count as use. */
export function loadSessionById(id: string, brand: string, now: Temporal.Instant): Promise<SignedIn | null> {
  const values = { id, now: new Date(now.epochMilliseconds) };
  return load((db) => rowsById(db, values), brand, now, "background", asGate);
}

async function load(
  read: (db: Transaction) => Promise<SessionRow[]>,
  brand: string,
  now: Temporal.Instant,
  use: SessionUse,
  lookUp: LookUp,
): Promise<SignedIn | null> {
  const [row] = await lookUp("a session is read before there is a viewer", read);
  if (!row || !isAlive(row.session, now)) return null;
  const { session, contact, member, brands } = row;
  const person = contact ?? member;
  if (!person || !isUsable(person)) return null;
  if (contact && (session.brand !== brand || contact.brand !== brand)) return null;
  const viewer = contact ? clientViewerOf(contact) : member ? staffViewerOf(member, brands) : null;
  if (!viewer) return null;
  if (use === "use" && isTouchDue(session, now)) {
    await asGate("the time at which a session was used is stored", (db) =>
      db
        .update(sessions)
        .set({ lastSeenAt: new Date(now.epochMilliseconds) })
        .where(and(eq(sessions.id, session.id), isNull(sessions.endedAt))),
    );
  }
  const viewed = viewedIn(row, brand);
  if (viewed) return viewed;
  return {
    sessionId: session.id,
    brand: session.brand,
    account: {
      kind: session.accountKind,
      id: person.id,
      email: person.email,
      name: person.name,
      timeZone: person.timeZone,
    },
    viewer,
    lastVisit: row.lastVisit,
  };
}

type SessionRow = Awaited<ReturnType<typeof rowsBySecret>>[number];

/**
 * What the session of an administrator is while they look at the portal as a contact sees it: on the contact's brand,
 * and for as long as they administer it and the contact may sign in. Otherwise null.
 */
function viewedIn({ session, member, brands, view, viewed }: SessionRow, brand: string): SignedIn | null {
  if (!member || !view || !viewed) return null;
  const isAllowed = member.roles.includes("administrator") && brands.includes(viewed.brand) && isUsable(viewed);
  if (!isAllowed || viewed.brand !== brand) return null;
  const { id, email, name, timeZone } = viewed;
  return {
    sessionId: session.id,
    brand: session.brand,
    account: { kind: "contact", id, email, name, timeZone },
    viewer: { ...clientViewerOf(viewed), viewedBy: member.id },
    lastVisit: null,
    viewing: { ...view, staffId: member.id, contactId: id, contactName: name },
  };
}

const viewedContacts = alias(contacts, "viewed");

const earlier = alias(sessions, "earlier");

/**
 * The last use of any earlier session of the same account: its sessions are few, and an index has them. Who signs in
 * again within four hours is on the same visit.
 */
function lastVisitBefore(db: Transaction): SQL<Date | null> {
  const last = db
    .select({ at: sql`max(${earlier.lastSeenAt})` })
    .from(earlier)
    .where(
      and(
        eq(earlier.accountKind, sessions.accountKind),
        eq(earlier.accountId, sessions.accountId),
        sql`${earlier.lastSeenAt} < ${sessions.createdAt} - interval '4 hours'`,
      ),
    );
  return sql`${last}`.mapWith(sessions.lastSeenAt) as SQL<Date | null>;
}

/** The rows of a session, one at most, where `which` compares with a placeholder. The other placeholder is `now`. */
function rowsOf(db: Transaction, which: SQL) {
  return db
    .select({
      session: sessions,
      lastVisit: lastVisitBefore(db),
      contact: contacts,
      member: staff,
      brands: brandsOfMember(db),
      view: { id: clientViews.id, reason: clientViews.reason, endsAt: clientViews.endsAt },
      viewed: viewedContacts,
    })
    .from(sessions)
    .leftJoin(contacts, and(eq(sessions.accountKind, "contact"), eq(contacts.id, sessions.accountId)))
    .leftJoin(staff, and(eq(sessions.accountKind, "staff"), eq(staff.id, sessions.accountId)))
    .leftJoin(
      clientViews,
      and(
        eq(clientViews.sessionId, sessions.id),
        eq(clientViews.staffId, staff.id),
        isNull(clientViews.endedAt),
        gt(clientViews.endsAt, sql.param(sql.placeholder("now"), clientViews.endsAt)),
      ),
    )
    .leftJoin(viewedContacts, eq(viewedContacts.id, clientViews.contactId))
    .where(which);
}

const rowsBySecret = constantQuery((db) => rowsOf(db, eq(sessions.tokenHash, sql.placeholder("hash"))));
const rowsById = constantQuery((db) => rowsOf(db, eq(sessions.id, sql.placeholder("id"))));
