import { sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema";
import { asGate, asSystem, runAsViewer } from "@/db/viewer";
import { clientViewer, createCompany, createContact, createStaff, nobodysId, staffViewer } from "@/tests/support/world";

/* Lines of the audit log stay as they were written, whoever asks the database. */

const CHANGES = [
  "update audit_events set action = 'nothing.happened'",
  "update audit_events set details = '{}'",
  "delete from audit_events",
  "truncate audit_events",
];
const line = nobodysId();

beforeAll(() =>
  asSystem("test", (db) =>
    db.insert(auditEvents).values({ id: line, brand: "cimsoft", actorKind: "system", action: "test.done" }),
  ),
);

const stays = () =>
  asSystem("test", async (db) => {
    const rows = await db.select({ action: auditEvents.action }).from(auditEvents).where(sql`id = ${line}`);
    expect(rows).toEqual([{ action: "test.done" }]);
  });

type Run = (work: (db: Transaction) => Promise<unknown>) => Promise<unknown>;

const ROLES: readonly (readonly [string, Run])[] = [
  [
    "a contact",
    async (work) => {
      const contact = await createContact(await createCompany());
      return runAsViewer(clientViewer(contact), "write", ({ db }) => work(db));
    },
  ],
  [
    "an administrator",
    async (work) => {
      const member = await createStaff(["administrator"]);
      return runAsViewer(staffViewer(member), "write", ({ db }) => work(db));
    },
  ],
  ["the gate", (work) => asGate("test", work)],
  ["the owner of the data", (work) => asSystem("test", work)],
];

describe.each(ROLES)("for %s", (_, run) => {
  it.each(CHANGES)("the log refuses: %s", async (statement) => {
    await expect(run((db) => db.execute(sql.raw(statement)))).rejects.toThrow();
    await stays();
  });
});

describe("for the login of the web process", () => {
  it.each(CHANGES)("the log refuses: %s", async (statement) => {
    const web = postgres(process.env.DATABASE_WEB_URL ?? "", { max: 1 });
    try {
      await expect(web.unsafe(statement)).rejects.toThrow();
      await expect(web.begin((db) => db.unsafe(`set local portal.erases = 'yes'; ${statement}`))).rejects.toThrow();
    } finally {
      await web.end();
    }
    await stays();
  });
});

describe("the erasure of a person", () => {
  it("blanks the details of a line, and nothing else of it", async () => {
    const erase = (change: string) =>
      asSystem("test", async (db) => {
        await db.execute(sql`select set_config('portal.erases', 'yes', true)`);
        await db.execute(sql.raw(`update audit_events set ${change} where id = '${line}'`));
      });
    await erase("details = '{}'");
    for (const change of ["action = 'other.done'", "actor_kind = 'visitor'", "at = now()"]) {
      await expect(erase(change), change).rejects.toThrow();
    }
    await stays();
  });
});
