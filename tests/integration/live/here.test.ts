import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { POST as here } from "@/app/api/live/here/route";
import { liveHub } from "@/lib/live/hub";
import { routes } from "@/lib/routes";
import { sessionCookie, visit } from "../../support/route";
import { createStaff, nobodysId } from "../../support/world";
import { asContact, asMember, caseWorld, hear, say } from "./support";

afterEach(() => liveHub().closeAll());

type Account = { kind: "contact" | "staff"; id: string };

async function be(account: Account | null, id: string, doing = "looks", { brand = "cimsoft", headers = {} } = {}) {
  const cookie = account ? await sessionCookie(account, brand) : undefined;
  return visit(here, { brand, path: routes.apiHere(id, doing), params: {}, cookie, method: "POST", headers });
}

describe("what a member of staff does with a thread", () => {
  it("is told to colleagues who may see it, with a name, and to no client", async () => {
    const world = await caseWorld();
    const agent = await createStaff(["support_agent"]);
    const colleague = await hear(liveHub(), asMember(await createStaff(["account_manager"])));
    const client = await hear(liveHub(), asContact(world.contact));
    const own = await hear(liveHub(), asMember(agent));
    const elsewhere = await hear(liveHub(), asMember(await createStaff(["support_agent"], { brands: ["insource"] })));
    const marketing = await hear(liveHub(), asMember(await createStaff(["marketing"])));
    for (const doing of ["looks", "writes", "left"]) {
      expect((await be(asMember(agent), world.case.id, doing)).status).toBe(204);
      await colleague.until(() => colleague.news.some((news) => news.type === "here" && news.doing === doing));
    }
    const about = { type: "here", thread: world.case.id, person: agent.id, name: agent.name };
    expect(colleague.news).toEqual(["looks", "writes", "left"].map((doing) => ({ ...about, doing })));
    // What comes after it in the same order has come, and so it would have.
    await say(world.case, asContact(world.contact));
    await own.until(() => own.threads.length === 1);
    await client.until(() => client.threads.length === 1);
    for (const reader of [client, own, elsewhere, marketing]) {
      expect(reader.news.filter(({ type }) => type === "here")).toEqual([]);
    }
  });

  it("cannot be told by others, to whom the thread does not exist", async () => {
    const world = await caseWorld();
    const outsiders = [
      { account: null, brand: "cimsoft" },
      { account: asContact(world.contact), brand: "cimsoft" },
      { account: asContact((await caseWorld("insource")).contact), brand: "insource" },
      { account: asMember(await createStaff(["marketing"])), brand: "cimsoft" },
      { account: asMember(await createStaff(["support_agent"], { brands: ["insource"] })), brand: "cimsoft" },
    ];
    for (const { account, brand } of outsiders) {
      expect((await be(account, world.case.id, "looks", { brand })).status).toBe(404);
    }
    const reader = asMember(await createStaff(["account_manager"]));
    expect((await be(reader, world.case.id)).status).toBe(204);
    expect((await be(reader, world.case.id, "writes")).status).toBe(404);
  });

  it("is taken from a page of the portal, with a thread's id and one of three words", async () => {
    const { case: filed } = await caseWorld();
    const agent = asMember(await createStaff(["support_agent"]));
    for (const id of ["", "x", nobodysId()]) expect((await be(agent, id)).status).toBe(404);
    for (const doing of ["", "dances", "looks:x"]) expect((await be(agent, filed.id, doing)).status).toBe(404);
    const headers = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    expect((await be(agent, filed.id, "looks", { headers })).status).toBe(403);
  });
});
