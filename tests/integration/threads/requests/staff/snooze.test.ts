import { and, eq, inArray, like } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, it, vi } from "vitest";
import { auditEvents, bulkDeeds, threadSnoozes } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { bulkSnoozeRequestsAction, snoozeRequestAction } from "@/lib/threads/requests/staff/actions";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { clientViewer, createContact } from "@/tests/support/world";
import { askedRequest, type Member, member, read } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
const bulkForm = (numbers: readonly string[], until: string) => ({
  ...{ id: uuidv7(), "numbers[]": numbers, query: "", until },
});

const rowsOf = (...threadIds: string[]) =>
  asSystem("test looks", (db) => db.select().from(threadSnoozes).where(inArray(threadSnoozes.threadId, threadIds)));
const auditOf = (entityId: string) =>
  asSystem("test reads the log", async (db) =>
    (
      await db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.entityId, entityId), like(auditEvents.action, "request.%")))
    ).map(({ action }) => action),
  );

/** A request, and everybody who may not snooze it: nobody, clients, and staff of another role or brand. */
async function withOutsiders() {
  const asked = await askedRequest();
  const stranger = await askedRequest({}, "insource");
  const neighbor = await askedRequest();
  const colleague = await createContact(asked.company, { requestsScope: "company" });
  const far = await member(["account_manager"], "Lee Park", ["insource"]);
  const [agent, marketing] = [await member(["support_agent"]), await member(["marketing"])];
  const outsiders: Sender[] = [
    { brand: "cimsoft" },
    ...[asked.asker, colleague, neighbor.asker, stranger.asker].map(contactOf),
    ...[agent, marketing, far].map((who) => staffOf(who)),
    staffOf(far, "insource"),
  ];
  return { ...asked, outsiders, far, agent, marketing };
}

it("who works requests snoozes one, and several together", async () => {
  const manager = await member(["account_manager"]);
  const [one, two] = [await askedRequest(), await askedRequest()];
  const until = inHours(2);
  await send(snoozeRequestAction, staffOf(manager), { number: one.number, until });
  expect(await rowsOf(one.row.id)).toMatchObject([{ staffId: manager.id, until: new Date(until) }]);
  const form = bulkForm([one.number, two.number], until);
  const sent = await send(bulkSnoozeRequestsAction, staffOf(manager), form);
  expect(sent).toMatchObject({ kind: "redirected", to: `/staff/requests?did=${form.id}` });
  expect(await rowsOf(one.row.id, two.row.id)).toHaveLength(2);
  for (const { row } of [one, two]) expect(await auditOf(row.id)).toContain("request.snoozed");
});

it("nobody snoozes a request that they do not work, nor wakes it", async () => {
  const { number, row, outsiders } = await withOutsiders();
  for (const sender of outsiders) {
    const { kind } = await send(snoozeRequestAction, sender, { number, until: inHours(1) });
    if (sender.account) expect(kind).not.toBe("redirected");
  }
  expect(await rowsOf(row.id)).toEqual([]);
  expect(await auditOf(row.id)).not.toContain("request.snoozed");
  const until = inHours(2);
  await send(snoozeRequestAction, staffOf(await member(["account_manager"])), { number, until });
  for (const sender of outsiders) await send(snoozeRequestAction, sender, { number, until: "" });
  expect(await rowsOf(row.id)).toMatchObject([{ until: new Date(until) }]);
  expect(await auditOf(row.id)).not.toContain("request.woken");
});

it("nobody snoozes several requests that they do not work, nor wakes them", async () => {
  const { number, row, outsiders, far } = await withOutsiders();
  for (const sender of outsiders) await send(bulkSnoozeRequestsAction, sender, bulkForm([number], inHours(1)));
  expect(await rowsOf(row.id)).toEqual([]);
  const until = inHours(2);
  await send(bulkSnoozeRequestsAction, staffOf(await member(["account_manager"])), bulkForm([number], until));
  for (const sender of outsiders) await send(bulkSnoozeRequestsAction, sender, bulkForm([number], ""));
  expect(await rowsOf(row.id)).toMatchObject([{ until: new Date(until) }]);
  expect(await auditOf(row.id)).not.toContain("request.woken");

  // Staff of another brand learn nothing of it: not even that there is such a number.
  const form = bulkForm([number], inHours(1));
  await send(bulkSnoozeRequestsAction, staffOf(far, "insource"), form);
  const deed = await read(far, (context) => findDeed(context, "request", form.id));
  expect(deed?.rows).toEqual([{ number, outcome: "missing" }]);
});

it("the database itself keeps snoozes of requests, and what was done to several, from all others", async () => {
  const { number, row, asker, far, agent, marketing } = await withOutsiders();
  const manager = await member(["account_manager"]);
  const form = bulkForm([number], inHours(2));
  await send(bulkSnoozeRequestsAction, staffOf(manager), form);
  const [kept] = await rowsOf(row.id);
  expect(kept).toBeDefined();
  for (const viewer of [far.viewer, agent.viewer, marketing.viewer, clientViewer(asker)]) {
    const seen = await runAsViewer(viewer, "read", async ({ db }) => [
      ...(await db.select().from(threadSnoozes).where(eq(threadSnoozes.threadId, row.id))),
      ...(await db.select().from(bulkDeeds).where(eq(bulkDeeds.id, form.id))),
    ]).catch(() => []);
    expect(seen).toEqual([]);
    await runAsViewer(viewer, "write", ({ db }) =>
      db.delete(threadSnoozes).where(eq(threadSnoozes.threadId, row.id)),
    ).catch(() => null);
    expect(await rowsOf(row.id)).toEqual([kept]);
  }
  const other = await askedRequest();
  for (const { viewer } of [far, agent, marketing]) {
    const forged = runAsViewer(viewer, "write", ({ db }) =>
      db.insert(threadSnoozes).values({
        ...{ brand: "cimsoft", threadId: other.row.id, until: new Date(Date.now() + 60_000) },
        ...{ staffId: viewer.staffId, staffName: "x" },
      }),
    );
    await expect(forged).rejects.toThrow();
  }
  expect(await rowsOf(other.row.id)).toEqual([]);
});
