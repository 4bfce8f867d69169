import { and, eq } from "drizzle-orm";
import { beforeEach, expect, it, vi } from "vitest";
import { auditEvents, notices, outbox, resourceFollows, resources, resourceVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { followProductAction } from "@/lib/site/library/actions";
import { listFollows } from "@/lib/site/library/queries";
import { publishDue } from "@/lib/site/library/tasks";
import { coveredCompany, send } from "@/tests/integration/threads/cases/support";
import { createCompany, createContact } from "@/tests/support/world";
import { addVersion, publish, reads, resourceRow } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

type Contact = Awaited<ReturnType<typeof createContact>>;
const PRODUCT = "AVEVA Historian";
const FUTURE = new Date("2099-01-01T00:00:00Z");

const follow = ({ id, brand }: Contact, product = PRODUCT, wish = "yes") =>
  send(followProductAction, { brand, account: { kind: "contact", id } }, { product, follow: wish });
const told = async (resource: string) => {
  const rows = await asSystem("test", (db) =>
    db.select({ to: outbox.toAddress, props: outbox.props }).from(outbox).where(eq(outbox.kind, "resource-published")),
  );
  return rows
    .filter(({ props }) => (props as { id?: string }).id === resource)
    .map(({ to }) => to)
    .sort();
};
const noticed = async ({ id }: Contact) =>
  asSystem("test", (db) =>
    db
      .select({ path: notices.path })
      .from(notices)
      .where(and(eq(notices.personId, id), eq(notices.kind, "resource-published"))),
  );

beforeEach(() =>
  asSystem("test: an empty library", async (db) => {
    await db.delete(resourceVersions);
    await db.delete(resources);
    await db.delete(resourceFollows);
  }),
);

it("Tell me about new ones is switched on and off for a product there is, and sent twice it is the same", async () => {
  const contact = await createContact(await createCompany());
  expect((await follow(contact)).kind).toBe("redirected");
  expect((await follow(contact)).kind).toBe("redirected");
  expect(await reads(contact, listFollows)).toEqual([PRODUCT]);
  expect((await follow(contact, "Perpetual motion")).kind).toBe("missing");
  expect((await follow(contact, PRODUCT, "no")).kind).toBe("redirected");
  expect(await reads(contact, listFollows)).toEqual([]);
  const rows = await asSystem("test", (db) => db.select().from(auditEvents).where(eq(auditEvents.actorId, contact.id)));
  expect(rows.map(({ action }) => action).sort()).toEqual(["library.followed", "library.unfollowed"]);
});

it("a new resource is told once, by mail and in the bell, to followers of its product who may see it then", async () => {
  const [covered, plain] = [await createContact(await coveredCompany()), await createContact(await createCompany())];
  const [aside, elsewhere] = [
    await createContact(await coveredCompany()),
    await createContact(await coveredCompany("insource")),
  ];
  for (const person of [covered, plain, elsewhere]) await follow(person);
  await follow(aside, "AVEVA InTouch HMI");
  const out = { product: PRODUCT, toldAt: null };
  const restricted = await publish({ ...out, audience: "support" });
  const open = await publish(out);
  const general = await publish({ ...out, product: null });
  const waiting = await publish(out);
  for (const one of [restricted, open, general]) await addVersion(one);
  await addVersion(waiting, { scan: "pending" });
  await publishDue();
  await publishDue();
  expect(await told(restricted.id)).toEqual([covered.email]);
  expect(await told(open.id)).toEqual([covered.email, plain.email].sort());
  expect(await told(general.id)).toEqual([covered.email, plain.email, aside.email].sort());
  expect(await told(waiting.id)).toEqual([]);
  expect(await noticed(covered)).toHaveLength(3);
  expect((await noticed(plain)).map(({ path }) => path).sort()).toEqual(
    [open, general].map(({ id }) => `/resources/${id}`).sort(),
  );
  expect(await noticed(elsewhere)).toEqual([]);
  // Archived and published again, nobody is told twice.
  await asSystem("test", (db) => db.update(resources).set({ publishAt: new Date() }).where(eq(resources.id, open.id)));
  await publishDue();
  expect(await told(open.id)).toHaveLength(2);
});

it("what was scheduled is written down when its time has come, and told then; what has not come out is not told", async () => {
  const contact = await createContact(await createCompany());
  await follow(contact);
  const due = await publish({ product: PRODUCT, toldAt: null, state: "scheduled" });
  const coming = await publish({ product: PRODUCT, toldAt: null, state: "scheduled", publishAt: FUTURE });
  for (const one of [due, coming]) await addVersion(one);
  await publishDue();
  expect([(await resourceRow(due.id)).state, (await resourceRow(coming.id)).state]).toEqual(["published", "scheduled"]);
  expect([await told(due.id), await told(coming.id)]).toEqual([[contact.email], []]);
});

it("several workers at once tell of it once", async () => {
  const contact = await createContact(await createCompany());
  await follow(contact);
  const open = await publish({ product: PRODUCT, toldAt: null });
  await addVersion(open);
  await Promise.all([publishDue(), publishDue(), publishDue()]);
  expect(await told(open.id)).toEqual([contact.email]);
});

it("a resource that is archived, or for fewer people than before, leaves no notice that leads nowhere", async () => {
  const contact = await createContact(await createCompany());
  await follow(contact);
  const all = await Promise.all([1, 2, 3].map(() => publish({ product: PRODUCT, toldAt: null })));
  for (const one of all) await addVersion(one);
  await publishDue();
  expect(await noticed(contact)).toHaveLength(3);
  const [archived, narrowed, kept] = all;
  const change = (id = "", to: Partial<typeof resources.$inferInsert>) =>
    asSystem("test", (db) => db.update(resources).set(to).where(eq(resources.id, id)));
  await change(archived?.id, { state: "archived" });
  await change(narrowed?.id, { audience: "support" });
  await change(kept?.id, { title: "Valves, again" });
  expect(await noticed(contact)).toEqual([{ path: `/resources/${kept?.id}` }]);
});
