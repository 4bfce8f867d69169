import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";
import { askRequestAction, replyToRequestAction } from "@/lib/threads/requests/actions";
import { answerRequestAction, noteRequestAction } from "@/lib/threads/requests/staff/actions";
import { createContact, createStaff } from "../../support/world";
import { createRequest } from "../../support/world-threads";
import { contactOf, type Sender, send } from "../threads/cases/support";
import { office } from "../threads/requests/support";
import { read, rowOf, statusOf, upload, type Visitor, visitor } from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

const staffOf = ({ id }: { id: string }, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });

/** Everybody who must not have a file of a request that was asked at this company by somebody with scope `own`. */
async function outsidersOf({ company }: Awaited<ReturnType<typeof office>>): Promise<Record<string, Visitor>> {
  const { brand } = company;
  const otherBrand = brand === "cimsoft" ? "insource" : "cimsoft";
  const stranger = (await office(brand, "company")).asker;
  const abroad = (await office(otherBrand, "company")).asker;
  const staff = async (roles: Parameters<typeof createStaff>[0], brands: string[]) =>
    visitor(await createStaff(roles, { brands }), brands[0] ?? brand, "staff");
  return {
    "a contact of another company": await visitor(stranger, brand),
    "a contact of the other brand": await visitor(abroad, otherBrand),
    "a colleague with scope own": await visitor(await createContact(company, { requestsScope: "own" }), brand),
    "a colleague without the right": await visitor(await createContact(company, { requestsScope: "none" }), brand),
    "a support agent": await staff(["support_agent"], [brand]),
    marketing: await staff(["marketing"], [brand]),
    "an account manager of the other brand": await staff(["account_manager"], [otherBrand]),
  };
}

async function expectHidden(id: string, outsiders: Record<string, Visitor>) {
  for (const [who, by] of Object.entries(outsiders)) expect(await statusOf(by, id), who).toBe(404);
}

describe("a file of a request", () => {
  it("that staff attach to an answer is downloaded by the client, and by no other client", async () => {
    const here = await office();
    const row = await createRequest(here.company, here.asker);
    const file = await upload(await visitor(here.accounts, "cimsoft", "staff"), {
      name: "contract.txt",
      content: "ten seats",
    });
    const asker = await visitor(here.asker, "cimsoft");
    expect(await statusOf(asker, file.id)).toBe(404);
    const form = { id: uuidv7(), number: row.number, body: "Here is your contract.", "files[]": [file.id] };
    expect(await send(answerRequestAction, staffOf(here.accounts), form)).toMatchObject({ kind: "redirected" });
    expect(await rowOf(file.id)).toMatchObject({ threadId: row.id, messageId: form.id });
    const colleague = await createContact(here.company, { requestsScope: "company" });
    for (const by of [asker, await visitor(colleague, "cimsoft")]) {
      const answer = await read(by, file.id);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-disposition")).toContain("contract.txt");
      expect(await answer.text()).toBe("ten seats");
    }
    await expectHidden(file.id, await outsidersOf(here));
    expect((await read({ brand: "cimsoft", cookie: undefined }, file.id)).headers.get("location")).toMatch(/^\/login/);
  });

  it("that staff attach to an internal note is seen by staff alone", async () => {
    const here = await office();
    const row = await createRequest(here.company, here.asker);
    const by = await visitor(here.accounts, "cimsoft", "staff");
    const file = await upload(by, { name: "margin.txt", content: "ours" });
    const form = { id: uuidv7(), number: row.number, body: "Our price.", "files[]": [file.id] };
    await send(noteRequestAction, staffOf(here.accounts), form);
    expect(await statusOf(by, file.id)).toBe(200);
    await expectHidden(file.id, { "who asked": await visitor(here.asker, "cimsoft"), ...(await outsidersOf(here)) });
  });

  it("is sent once with the client's new request or reply, and is read by those who answer", async () => {
    const here = await office();
    const by = await visitor(here.asker, "cimsoft");
    const [first, second] = [
      await upload(by, { name: "order.txt", content: "an order" }),
      await upload(by, { name: "seats.txt", content: "a list" }),
    ];
    const id = uuidv7();
    const asked = { id, kind: "subscription", body: "Two more seats.", "files[]": [first.id] };
    const outcome = await send(askRequestAction, contactOf(here.asker), asked);
    if (outcome.kind !== "redirected") throw new Error(JSON.stringify(outcome));
    expect(await send(askRequestAction, contactOf(here.asker), asked)).toEqual(outcome);
    expect(await rowOf(first.id)).toMatchObject({ threadId: id, messageId: id });
    const number = /R-\d+/.exec(outcome.to)?.[0] ?? "";
    const reply = { id: uuidv7(), number, body: "And who has them.", "files[]": [second.id] };
    await send(replyToRequestAction, contactOf(here.asker), reply);
    expect(await rowOf(second.id)).toMatchObject({ threadId: id, messageId: reply.id });
    const manager = await visitor(here.accounts, "cimsoft", "staff");
    expect(await (await read(manager, first.id)).text()).toBe("an order");
    expect(await (await read(manager, second.id)).text()).toBe("a list");
    const outsiders = await outsidersOf(here);
    for (const file of [first, second]) await expectHidden(file.id, outsiders);
  });

  it("of somebody else is not sent with a request", async () => {
    const here = await office();
    const stranger = (await office()).asker;
    const theirs = await upload(await visitor(stranger, "cimsoft"), { name: "theirs.txt", content: "theirs" });
    const id = uuidv7();
    const form = { id, kind: "message", body: "Mine now?", "files[]": [theirs.id] };
    expect(await send(askRequestAction, contactOf(here.asker), form)).toMatchObject({ kind: "refused" });
    expect(await rowOf(theirs.id)).toMatchObject({ threadId: null, messageId: null });
  });
});
