import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type contacts, messages, type staff, threadNotes } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createSession, loadSession } from "@/lib/gate/auth/session-store";
import { addDays, businessToday, systemNow } from "@/lib/kit/time";
import type { LiveHub, StreamStart } from "@/lib/live/hub";
import { createAgreement, createCompany, createContact } from "../../support/world";
import { createCase } from "../../support/world-threads";

type Company = Awaited<ReturnType<typeof createCompany>>;
type Contact = typeof contacts.$inferSelect;
type Member = typeof staff.$inferSelect;
export type Case = Awaited<ReturnType<typeof createCase>>;

export interface Frame {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string | null;
}

/** What comes out of a stream, frame by frame, as a browser reads it. */
export class Reading {
  readonly frames: Frame[] = [];
  isOver = false;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private waiting: (() => void)[] = [];

  constructor(body: ReadableStream<Uint8Array>) {
    this.reader = body.getReader();
    void this.pump();
  }

  /** Data of the events so far, as objects. */
  get news(): Record<string, unknown>[] {
    return this.frames.flatMap(({ data, event }) => (data && !event ? [JSON.parse(data)] : []));
  }

  /** Threads of the events so far. */
  get threads(): unknown[] {
    return this.news.flatMap((news) => (news.type === "event" ? [news.thread] : []));
  }

  /** The last position that was given: what a browser would send as Last-Event-ID. */
  get lastId(): string | null {
    return this.frames.findLast(({ id }) => id !== null)?.id ?? null;
  }

  /** Resolves as soon as `holds` does; throws when the stream ends before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.isOver) throw new Error(`the stream ended with ${JSON.stringify(this.frames)}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Waits until the stream has told what was missed. */
  async joined(): Promise<this> {
    await this.until(() => this.lastId !== null);
    return this;
  }

  async over(): Promise<void> {
    while (!this.isOver) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async leave(): Promise<void> {
    await this.reader.cancel().catch(() => {});
  }

  private async pump(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for (;;) {
        const { done, value } = await this.reader.read();
        if (done) break;
        const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
        rest = parts.pop() ?? "";
        this.frames.push(...parts.map(parseFrame));
        this.wake();
      }
    } catch {
      // A connection that was cut is over as well.
    }
    this.isOver = true;
    this.wake();
  }

  private wake(): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const resolve of woken) resolve();
  }
}

function parseFrame(text: string): Frame {
  const field = (name: string) =>
    text
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? null;
  return { id: field("id"), event: field("event"), data: field("data") };
}

export async function signIn(account: { kind: "contact" | "staff"; id: string }, brand = "cimsoft") {
  const session = await asSystem("test", (db) =>
    createSession(db, { account, brand, userAgent: "test", now: systemNow() }),
  );
  return {
    ...session,
    owner: {
      sessionId: session.id,
      account,
      brand,
      isAlive: async () => (await loadSession(session.secret, brand, systemNow(), "background")) !== null,
    },
  };
}

export const asContact = ({ id }: Contact) => ({ kind: "contact", id }) as const;
export const asMember = ({ id }: Member) => ({ kind: "staff", id }) as const;

/** Opens a stream for somebody who signs in for it. */
export async function hear(
  hub: LiveHub,
  account: { kind: "contact" | "staff"; id: string },
  { brand = "cimsoft", ...start }: StreamStart & { brand?: string } = {},
) {
  const session = await signIn(account, brand);
  const stream = hub.open(session.owner, start);
  if (!stream) throw new Error("no room for a stream");
  return Object.assign(await new Reading(stream.body).joined(), { session });
}

/** A company with an agreement in force, a contact who sees all its cases, and a case of theirs. */
export async function caseWorld(brand = "cimsoft") {
  const company = await createCompany({ brand });
  const today = businessToday("America/New_York");
  const agreement = await createAgreement(company, { startsOn: addDays(today, -30), endsOn: addDays(today, 30) });
  const contact = await createContact(company, { casesScope: "company" });
  const filed = await createCase(company, contact);
  return { company, agreement, contact, case: filed };
}

export async function colleagueOf(company: Company, casesScope: "none" | "own" | "company"): Promise<Contact> {
  return createContact(company, { casesScope });
}

/** Somebody says something in a case. */
export async function say(filed: Case, author: { kind: "contact" | "staff"; id: string }): Promise<string> {
  const id = uuidv7();
  await asSystem("test", (db) =>
    db.insert(messages).values({
      id,
      brand: filed.brand,
      threadId: filed.id,
      authorKind: author.kind,
      authorId: author.id,
      authorName: "Robin Meyer",
      body: "It stopped again.",
    }),
  );
  return id;
}

export async function note(filed: Case, member: Member): Promise<void> {
  await asSystem("test", (db) =>
    db.insert(threadNotes).values({
      id: uuidv7(),
      brand: filed.brand,
      threadId: filed.id,
      staffId: member.id,
      staffName: member.name,
      body: "They run an old version.",
    }),
  );
}

/** Backends of this database that LISTEN. */
export const listeners = () =>
  asSystem("test", (db) =>
    db.execute<{ pid: number }>(
      sql`select pid from pg_stat_activity where datname = current_database() and application_name = 'portal live'`,
    ),
  );
