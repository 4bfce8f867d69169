import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, threadEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { closeCaseAction } from "@/lib/threads/cases/actions";
import { findCase } from "@/lib/threads/cases/queries";
import { closeCase } from "@/lib/threads/cases/service";
import { cases } from "@/tests/support/threads";
import { createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, contactOf, LOCAL, plant, send } from "./support";

const stored = (id: string) =>
  asSystem("test look", async (db) => {
    const [row] = await db.select().from(cases).where(eq(cases.id, id));
    return row;
  });

describe("closing a case", () => {
  it.each([
    ["new", "solved"],
    ["in_progress", "withdrawn"],
    ["waiting_on_you", "solved"],
  ] as const)("a case that is %s as %s stops the clock and says why", async (status, reason) => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, { status });
    const outcome = await send(closeCaseAction, contactOf(filer), { number: row.number, reason });
    expect(outcome).toEqual({ kind: "redirected", to: `/cases/${row.number}` });
    expect(await stored(row.id)).toMatchObject({
      status: "closed",
      closeReason: reason,
      closedAt: expect.any(Date),
      answerDueAt: null,
      answerSince: null,
    });
    const [lines, audited] = await asSystem("test look", async (db) => [
      await db.select().from(threadEvents).where(eq(threadEvents.threadId, row.id)),
      await db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)),
    ]);
    expect(lines).toMatchObject([{ kind: "status", before: status, after: `closed:${reason}`, actorId: filer.id }]);
    expect(audited).toMatchObject([{ action: "case.closed", details: { number: row.number, reason } }]);
    const detail = await as(
      filer,
      (context) => findCase(context, { brand: context.brand, number: row.number }, LOCAL),
      "read",
    );
    expect(detail).toMatchObject({ status: "closed", closeReason: reason, expected: null, replyLeadsTo: "reopen" });
  });

  it("a case that is closed already changes nothing", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const close = (reason: "solved" | "withdrawn") =>
      as(filer, (context) => closeCase(context, { number: row.number, reason }));
    await close("solved");
    const before = await stored(row.id);
    await close("withdrawn");
    expect(await stored(row.id)).toEqual(before);
  });

  it("must have one of the known reasons", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const choices: Readonly<Record<string, string>>[] = [{}, { reason: "bored" }];
    for (const choice of choices) {
      const fields = { ...choice, number: row.number };
      expect(await send(closeCaseAction, contactOf(filer), fields)).toMatchObject({
        kind: "refused",
        result: { fieldErrors: { reason: ["Choose whether it is solved or withdrawn."] } },
      });
    }
    expect((await stored(row.id))?.status).toBe("new");
  });

  it("is refused to everybody who cannot see it", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const agent = await createStaff(["support_agent"]);
    const fields = { number: row.number, reason: "solved" };
    const outsiders = [
      contactOf((await plant("cimsoft", "company")).filer),
      contactOf((await plant("insource", "company")).filer),
      contactOf(await createContact(company, { casesScope: "none" })),
      contactOf(await createContact(company, { casesScope: "own" })),
      { brand: "cimsoft", account: { kind: "staff" as const, id: agent.id } },
    ];
    for (const sender of outsiders) expect(await send(closeCaseAction, sender, fields)).toEqual({ kind: "missing" });
    expect((await send(closeCaseAction, { brand: "cimsoft" }, fields)).kind).toBe("redirected");
    expect((await stored(row.id))?.status).toBe("new");
  });
});
