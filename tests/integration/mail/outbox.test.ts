import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { outbox } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { MAIL_KINDS } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import { clientViewer, createCompany, createContact, unique } from "@/tests/support/world";
import { enqueueChanged, jobsFor, newAddress, outboxRow } from "./support";

const changed = (to: string, over: object = {}) => ({
  brand: "cimsoft",
  kind: "password-changed" as const,
  to,
  props: {},
  dedupeKey: unique("event"),
  ...over,
});

describe("enqueueMail", () => {
  it("writes the row and its job in the caller's transaction", async () => {
    const id = await enqueueChanged(newAddress());
    expect(await outboxRow(id)).toMatchObject({ state: "queued", kind: "password-changed", attempts: 0 });
    expect(await jobsFor(id)).toBe(1);
  });

  it("leaves neither row nor job when the transaction rolls back", async () => {
    let id = "";
    const failing = asSystem("test mail", async (db) => {
      ({ id } = await enqueueMail(db, changed(newAddress())));
      throw new Error("roll back");
    });
    await expect(failing).rejects.toThrow("roll back");
    expect(await outboxRow(id)).toBeUndefined();
    expect(await jobsFor(id)).toBe(0);
  });

  it("keeps the first mail of an event that is enqueued again or at the same time", async () => {
    const event = changed(newAddress());
    const ids = await Promise.all([1, 2, 3, 4].map(() => asSystem("test mail", (db) => enqueueMail(db, event))));
    const again = await asSystem("test mail", (db) => enqueueMail(db, { ...event, to: newAddress() }));
    expect(new Set([...ids, again].map(({ id }) => id)).size).toBe(1);
    expect(await outboxRow(again.id)).toMatchObject({ toAddress: event.to });
    expect(await jobsFor(again.id)).toBe(1);
  });

  it("lets mails that go to many wait behind those for which somebody may be waiting", async () => {
    const asked: Record<string, number> = {};
    const declared: Record<string, number> = {};
    const looking = asSystem("test mail", async (db) => {
      for (const [kind, { toMany }] of Object.entries<{ toMany?: true }>(MAIL_KINDS)) {
        const row = { id: randomUUID(), brand: "cimsoft", kind, props: {}, dedupeKey: unique(kind) };
        await db.insert(outbox).values({ ...row, toAddress: newAddress() });
        const [job] = await db.execute<{ priority: number }>(
          sql`select priority from graphile_worker.jobs where key = ${`mail:${row.id}`}`,
        );
        asked[kind] = job?.priority ?? Number.NaN;
        declared[kind] = toMany ? 5 : 0;
      }
      throw new Error("roll back");
    });
    await expect(looking).rejects.toThrow("roll back");
    expect(asked).toEqual(declared);
    expect(asked).toMatchObject({ "password-reset": 0, "case-message": 0, "case-for-agents": 5 });
  });

  it("is allowed to a client, of a declared kind to the own address, twice for one event, and refused for another brand", async () => {
    const contact = await createContact(await createCompany());
    const dedupeKey = `sign-in-address-asked:${contact.id}`;
    const props = { number: "R-1", currentAddress: contact.email, wantedAddress: newAddress() };
    const event = { brand: "cimsoft", kind: "sign-in-address-asked", to: contact.email, props, dedupeKey } as const;
    const enqueue = (mail: typeof event | (Omit<typeof event, "brand"> & { brand: string })) =>
      runAsViewer(clientViewer(contact), "write", async ({ db }) => {
        await enqueueMail(db, mail);
        return enqueueMail(db, mail);
      });
    const { id } = await enqueue(event);
    expect(await outboxRow(id)).toMatchObject({ toAddress: event.to });
    expect(await jobsFor(id)).toBe(1);
    await expect(
      enqueue({ ...event, brand: "insource", dedupeKey: `${dedupeKey}:2` as typeof dedupeKey }),
    ).rejects.toThrow();
  });

  it.each([
    ["two recipients", { to: "a@b.example, c@d.example" }],
    ["a line break in the recipient", { to: "a@b.example\r\nBcc: c@d.example" }],
    ["a name around the recipient", { to: "A <a@b.example>" }],
    ["a line break in reply-to", { replyTo: "a@b.example\nX: y" }],
    ["props of another kind", { props: { tokenId: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a" } }],
  ])("refuses %s", async (_what, over) => {
    const event = changed(newAddress(), over);
    await expect(asSystem("test mail", (db) => enqueueMail(db, event))).rejects.toThrow();
  });

  it("keeps no secret: a sign-in mail holds the id of its token alone", () => {
    for (const [kind, facts] of Object.entries(MAIL_KINDS)) {
      if (facts.secret) expect(Object.keys(facts.props.shape), kind).toEqual(["tokenId"]);
    }
  });
});
