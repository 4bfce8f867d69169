import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET as similar } from "@/app/api/cases/similar/route";
import { LIMITS, type LimitName, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { addParticipantAction, closeCaseAction, removeParticipantAction } from "@/lib/threads/cases/actions";
import { listSimilarCases } from "@/lib/threads/cases/similar/queries";
import {
  assignCaseAction,
  setCaseStatusAction,
  staffAddParticipantAction,
  staffRemoveParticipantAction,
  takeCaseAction,
} from "@/lib/threads/cases/staff/actions";
import { sessionCookie, visit } from "@/tests/support/route";
import { createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { stored } from "./staff/support";
import { as, contactOf, plant, send } from "./support";

/** Counts as many as the account may send at this moment. */
async function spend(name: string, limit: LimitName, kind: string, id: string) {
  const counts = Array(LIMITS[limit].hits).fill({ limit, subject: `${name}\0${kind}\0${id}` });
  expect(await reserve(counts, systemNow())).toBe(true);
}

const TOO_OFTEN = /^You have done this too often in a short time\. Try again in \d+ minutes\.$/;

describe("the limit of one account for actions that send mail", () => {
  it.each([
    ["case.close", closeCaseAction, { reason: "solved" }],
    ["case.add-participant", addParticipantAction, {}],
    ["case.remove-participant", removeParticipantAction, {}],
  ] as const)("holds a contact's %s", async (name, action, more) => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer);
    await spend(name, "messageByAccount", "contact", filer.id);
    const fields = { number: row.number, ...(name === "case.close" ? more : { contact: colleague.id }) };
    const outcome = await send(action, contactOf(filer), fields);
    expect(outcome).toMatchObject({ kind: "refused", result: { message: expect.stringMatching(TOO_OFTEN) } });
  });

  it.each([
    ["case.set-status", setCaseStatusAction],
    ["case.staff-add-participant", staffAddParticipantAction],
    ["case.staff-remove-participant", staffRemoveParticipantAction],
  ] as const)("holds an agent's %s", async (name, action) => {
    const { company, filer } = await plant();
    const agent = await createStaff(["support_agent"]);
    const row = await createCase(company, filer);
    await spend(name, "messageByAccount", "staff", agent.id);
    const fields = {
      number: row.number,
      ...(name === "case.set-status" ? { status: "in_progress", from: "new" } : { contact: filer.id }),
    };
    const outcome = await send(action, { brand: "cimsoft", account: { kind: "staff", id: agent.id } }, fields);
    expect(outcome).toMatchObject({ kind: "refused", result: { message: expect.stringMatching(TOO_OFTEN) } });
  });
});

describe("the limit of an agent for actions that are told to nobody", () => {
  it("is 600 in ten minutes", () => {
    expect(LIMITS.workByAccount).toEqual({ hits: 600, windowMs: 600_000 });
  });

  it.each([
    ["case.assign", assignCaseAction, (agent: string) => ({ assignee: agent })],
    ["case.take", takeCaseAction, () => ({})],
  ] as const)("holds %s, and changes nothing then", async (name, action, more) => {
    const { company, filer } = await plant();
    const agent = await createStaff(["support_agent"]);
    const row = await createCase(company, filer);
    const sender = { brand: "cimsoft", account: { kind: "staff" as const, id: agent.id } };
    await spend(name, "workByAccount", "staff", agent.id);
    const outcome = await send(action, sender, { number: row.number, ...more(agent.id) });
    expect(outcome).toMatchObject({ kind: "refused", result: { message: expect.stringMatching(TOO_OFTEN) } });
    const { row: after } = await stored(row.id);
    expect(after).toMatchObject({ ownerId: null, status: "new" });
  });
});

describe("similar cases while somebody types", () => {
  it("are refused to an account that asks too often", async () => {
    const { filer } = await plant();
    const cookie = await sessionCookie({ kind: "contact", id: filer.id }, "cimsoft");
    const ask = () => visit(similar, { brand: "cimsoft", path: "/api/cases/similar?q=pump+stops", params: {}, cookie });
    expect((await ask()).status).toBe(200);
    await reserve(
      Array(LIMITS.suggestionByAccount.hits - 1).fill({
        limit: "suggestionByAccount",
        subject: `cases.similar\0contact\0${filer.id}`,
      }),
      systemNow(),
    );
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  it("are found among the 200 cases of the latest activity", async () => {
    const { company, filer } = await plant("cimsoft", "company");
    const day = (index: number) => new Date(Date.UTC(2025, 0, 1) + index * 86_400_000);
    const best = await createCase(company, filer, { subject: "Kiln gasket burner flame", activeAt: day(0) });
    for (let index = 1; index < 200; index++) {
      await createCase(company, filer, { subject: "Kiln gasket", activeAt: day(index) });
    }
    const find = async () =>
      (await as(filer, (context) => listSimilarCases(context, "kiln gasket burner flame", 1), "read")).map(
        ({ number }) => number,
      );
    expect(await find()).toEqual([best.number]);
    const latest = await createCase(company, filer, { subject: "Kiln gasket", activeAt: day(200) });
    expect(await find()).toEqual([latest.number]);
  }, 60_000);
});
