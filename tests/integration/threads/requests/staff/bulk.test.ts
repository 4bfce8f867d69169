import { v7 as uuidv7 } from "uuid";
import { expect, it } from "vitest";
import { systemNow } from "@/lib/kit/time";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { assignMany, closeMany, setStatusOfMany } from "@/lib/threads/staff/bulk/service";
import { act, askedRequest, member, read, stored } from "./support";

const later = () => new Date(systemNow().epochMilliseconds + 60_000);

it("requests that are chosen together are assigned, answered and closed as each would be alone", async () => {
  const manager = await member(["account_manager"]);
  const [one, two] = [await askedRequest(), await askedRequest()];
  const numbers = [one.number, two.number];
  await act(manager, (context) => assignMany(context, "request", { id: uuidv7(), numbers, owner: manager.id }));
  const answered = { id: uuidv7(), numbers: [one.number], status: "answered" as const, seenAt: later() };
  await act(manager, (context) => setStatusOfMany(context, "request", answered));
  expect((await stored(one.row.id)).row).toMatchObject({ ownerId: manager.id, status: "answered", answerDueAt: null });
  const { id } = await act(manager, (context) =>
    closeMany(context, "request", { id: uuidv7(), numbers, sentence: "It is done.", seenAt: later() }),
  );
  const deed = await read(manager, (context) => findDeed(context, "request", id));
  expect(deed?.rows.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  for (const { row } of [one, two]) {
    expect(await stored(row.id)).toMatchObject({ row: { status: "closed" } });
  }
});

it("requests are nothing to support agents, and none of another brand's", async () => {
  const { number, row } = await askedRequest();
  const agent = await member(["support_agent"]);
  const elsewhere = await member(["account_manager"], "Elsewhere", ["insource"]);
  const asked = { id: uuidv7(), numbers: [number], owner: agent.id };
  await expect(act(agent, (context) => assignMany(context, "request", asked))).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const { id } = await act(elsewhere, (context) => assignMany(context, "request", { ...asked, owner: elsewhere.id }));
  const deed = await read(elsewhere, (context) => findDeed(context, "request", id));
  expect(deed?.rows).toEqual([{ number, outcome: "missing" }]);
  expect((await stored(row.id)).row.ownerId).toBeNull();
});
