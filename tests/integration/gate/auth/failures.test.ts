import { createHash } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { asGate, asSystem } from "@/db/viewer";
import { holdAnswer, recordFailure } from "@/lib/gate/auth/failures";
import { readOwnAccess } from "@/lib/gate/auth/own-sessions";
import { setPassword } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { addToRate, readRate } from "@/lib/gate/limits";
import { newSecret } from "@/lib/gate/tokens";
import { createContact, createStaff, unique } from "@/tests/support/world";
import {
  at,
  attempt,
  CHEAP_HASH,
  cimsoft,
  HOUR,
  insource,
  MINUTE,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  signedIn,
} from "./support";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36";
const contact = (over: Parameters<typeof createContact>[1] = {}) =>
  createContact(null, { passwordHash: CHEAP_HASH, ...over });

/** An hour of its own for each test, so that none counts another's failures. */
let hours = 24;
const quiet = () => at(++hours * HOUR);

const failuresOf = (id: string) =>
  asSystem("test looks", (db) =>
    db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.entityId, id), eq(auditEvents.action, "sign-in.failed"))),
  );

const failed = (email: string, over: object = {}) => ({
  ...{ brand: cimsoft, email, device: newSecret(), address: null, userAgent: CHROME, now: quiet() },
  ...over,
});

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

describe("a failed sign-in", () => {
  it.each([
    ["a contact's", () => contact(), "contact"],
    ["a member of staff's", () => createStaff(["marketing"], { passwordHash: CHEAP_HASH }), "staff"],
  ] as const)("is in the audit log under the account, without anything that was typed: %s", async (_, make, entity) => {
    const { id, email } = await make();
    await attempt(email, { password: "Wrong&Word55", userAgent: CHROME, now: quiet() });
    const [line, ...more] = await failuresOf(id);
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      ...{ actorKind: "visitor", actorId: null, brand: "cimsoft", entity },
      details: { device: "Chrome on Windows" },
    });
  });

  it("with an address that has no account is there without the address", async () => {
    const lines = () =>
      asSystem("test looks", (db) =>
        db
          .select()
          .from(auditEvents)
          .where(and(eq(auditEvents.action, "sign-in.failed"), isNull(auditEvents.entityId))),
      );
    const before = (await lines()).length;
    await attempt(`${unique("nobody")}@client.example`, { now: quiet() });
    const after = await lines();
    expect(after.length).toBe(before + 1);
    expect(JSON.stringify(after)).not.toContain("nobody");
  });

  it("with invented addresses fills the audit log with sixty lines a minute, then one in a hundred", async () => {
    const lines = async () =>
      (await asSystem("test looks", (db) => db.select().from(auditEvents).where(isNull(auditEvents.entityId)))).length;
    const before = await lines();
    const now = quiet();
    for (let tries = 0; tries < 205; tries++) await recordFailure(null, failed("x@client.example", { now }));
    expect((await lines()) - before).toBe(60 + 2);
  });

  it("writes as many lines whether there is an account or not, also those that do not stay", async () => {
    // A sequence keeps what it counted when a line is taken back.
    await asSystem("test counts", async (db) => {
      await db.execute(sql`create sequence lines_written`);
      await db.execute(sql`create function count_line() returns trigger language plpgsql security definer as
        $$ begin perform nextval('lines_written'); return null; end $$`);
      await db.execute(
        sql`create trigger count_line after insert on audit_events for each row execute function count_line()`,
      );
    });
    const written = async () => {
      const [row] = await asSystem("test looks", (db) =>
        db.execute<{ lines: number }>(sql`select nextval('lines_written')::int as lines`),
      );
      return row?.lines ?? 0;
    };
    try {
      const owner = await contact();
      const account = { kind: "contact", id: owner.id, name: owner.name, email: owner.email } as const;
      const linesOf = async (aim: Parameters<typeof recordFailure>[0]) => {
        const now = quiet();
        const before = await written();
        for (let tries = 0; tries < 130; tries++) await recordFailure(aim, failed("x@client.example", { now }));
        // Asking is itself counted.
        return (await written()) - before - 1;
      };
      expect(await linesOf(account)).toBe(130);
      expect(await linesOf(null)).toBe(130);
    } finally {
      await asSystem("test ends", async (db) => {
        await db.execute(sql`drop trigger count_line on audit_events`);
        await db.execute(sql`drop function count_line`);
        await db.execute(sql`drop sequence lines_written`);
      });
    }
  });

  it("keeps its connection, whether its line stays or not", async () => {
    const connection = () =>
      asGate("test looks", (db) => db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`));
    const now = quiet();
    const [before] = await connection();
    for (let tries = 0; tries < 70; tries++) await recordFailure(null, failed("x@client.example", { now }));
    const [after] = await connection();
    expect(after?.pid).toBe(before?.pid);
  });

  it("leaves no trace of the password that was tried, in no table", async () => {
    const { email } = await contact();
    const password = "Mistyped&Secret73";
    for (const address of [email, `${unique("nobody")}@client.example`]) {
      await attempt(address, { password, address: "203.0.113.9", now: quiet() });
    }
    const names = await asSystem("test looks", (db) =>
      db.execute<{
        name: string;
      }>(sql`select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace
        where nspname = 'public' and relkind = 'r'`),
    );
    const everything = await asSystem("test looks", async (db) => {
      const texts: string[] = [];
      for (const { name } of names) texts.push(JSON.stringify(await db.execute(sql.raw(`select * from "${name}"`))));
      return texts.join("\n");
    });
    expect(everything).toContain(email);
    const digest = createHash("sha256").update(password).digest();
    for (const trace of [password, digest.toString("hex"), digest.toString("base64"), digest.toString("base64url")]) {
      expect(everything).not.toContain(trace);
    }
  });

  it("counts in all and for its network, for five minutes, whatever account it was aimed at", async () => {
    const address = unique("198.51.100.77");
    const network = { rate: "failedSignIns", subject: `network\0${address}` } as const;
    const now = quiet();
    const { email } = await contact();
    for (const aim of [email, `${unique("a")}@client.example`, `${unique("b")}@client.example`]) {
      await attempt(aim, { password: OTHER_PASSWORD, address, now });
    }
    const read = (seconds: number, rate: Parameters<typeof readRate>[1]) =>
      asSystem("test", (db) => readRate(db, rate, now.add({ seconds })));
    expect(await read(0, network)).toBe(3);
    expect(await read(0, { rate: "failedSignIns", subject: "all" })).toBe(3);
    expect(await read(4 * MINUTE, network)).toBe(3);
    expect(await read(5 * MINUTE, network)).toBe(0);
  });

  it("is not recorded for a try with the right password, or one that a limit turned away", async () => {
    const { id, email } = await contact();
    const now = quiet();
    await attempt(email, { now });
    expect(await failuresOf(id)).toEqual([]);
    for (let tries = 0; tries < 12; tries++) await attempt(email, { password: OTHER_PASSWORD, now });
    expect(await failuresOf(id)).toHaveLength(10);
  });
});

describe("the answer to a failed sign-in", () => {
  /** Failures that came from a network before, on accounts of others. */
  const flood = (now: ReturnType<typeof quiet>, address: string, times: number) =>
    asSystem("test", async (db) => {
      for (let count = 0; count < times; count++) {
        await addToRate(db, { rate: "failedSignIns", subject: `network\0${address}` }, now);
      }
    });

  it("is held after many failures of a network, for known and unknown addresses alike, and not for another network", async () => {
    const { email } = await contact();
    const [now, address] = [quiet(), unique("198.51.100.80")];
    await flood(now, address, 7);
    for (const aim of [email, `${unique("nobody")}@client.example`]) {
      expect(await msOf(() => holdAnswer(failed(aim, { now, address })))).toBeGreaterThanOrEqual(495);
    }
    const elsewhere = unique("198.51.100.81");
    expect(await msOf(() => holdAnswer(failed(email, { now, address: elsewhere })))).toBeLessThan(495);
  });

  it("is not held for a browser that has signed in to the account before", async () => {
    const { email } = await contact();
    const device = newSecret();
    await signedIn(email, { device });
    const [now, address] = [quiet(), unique("198.51.100.82")];
    await flood(now, address, 40);
    expect(await msOf(() => holdAnswer(failed(email, { now, address, device })))).toBeLessThan(2_000);
  });
});

describe("the sign-in history", () => {
  const sessionOf = async (secret: string, brand = "cimsoft", now = quiet()) => {
    const session = await loadSession(secret, brand, now);
    if (!session) throw new Error("not signed in");
    return session;
  };

  it("shows a person sign-ins and failures of their own account, newest first, and nobody else's", async () => {
    const [{ id, email }, other] = [await contact(), await contact()];
    const now = quiet();
    const secret = await signedIn(email, { userAgent: CHROME, now });
    await attempt(email, { password: OTHER_PASSWORD, userAgent: CHROME, now });
    await attempt(other.email, { password: OTHER_PASSWORD, now });
    const { signIns: history } = await readOwnAccess(await sessionOf(secret, "cimsoft", now), now);
    expect(history.map(({ succeeded, device, brand }) => [succeeded, device, brand])).toEqual([
      [false, "Chrome on Windows", "cimsoft"],
      [true, "Chrome on Windows", "cimsoft"],
    ]);
    expect((await failuresOf(id)).map((line) => line.id)).toEqual([history[0]?.id]);
  });

  it("of an address that two brands know is of the own brand's account alone", async () => {
    const here = await contact();
    await contact({ brand: "insource", email: here.email });
    const now = quiet();
    const secret = await signedIn(here.email, { now });
    await attempt(here.email, { brand: insource, password: OTHER_PASSWORD, now });
    expect((await readOwnAccess(await sessionOf(secret, "cimsoft", now), now)).signIns).toHaveLength(1);
  });
});

describe("a sign-in from a new device", () => {
  it("is told by mail, once for a device", async () => {
    const { email } = await contact();
    const device = newSecret();
    for (let times = 0; times < 2; times++) await signedIn(email, { device, userAgent: CHROME, now: quiet() });
    expect(await mailsTo(email, "sign-in-new-device")).toMatchObject([
      { brand: "cimsoft", props: { device: "Chrome on Windows", at: expect.stringMatching(/2026/) } },
    ]);
    await signedIn(email, { now: quiet() });
    expect(await mailsTo(email, "sign-in-new-device")).toHaveLength(2);
  });

  it("is not told of the browser that has just set the password by a link, nor of a failed try", async () => {
    const { email } = await contact();
    const [device, now] = [newSecret(), quiet()];
    const token = await needToken(email, { now });
    await setPassword(cimsoft, { token, password: OTHER_PASSWORD }, { address: null, device, now });
    await signedIn(email, { device, password: OTHER_PASSWORD, now });
    await attempt(email, { now });
    expect(await mailsTo(email, "sign-in-new-device")).toEqual([]);
  });
});
