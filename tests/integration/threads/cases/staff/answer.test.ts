import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { countCases, listCases } from "@/lib/threads/cases/list/queries";
import { findCase } from "@/lib/threads/cases/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { answerCase, noteCase } from "@/lib/threads/cases/staff/service";
import { seedBrand } from "@/tests/support/brand";
import { clientViewer, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { act, answer, filedCase, type Member, member, stored } from "./support";

let agent: Member;
let colleague: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  colleague = await member(["administrator"], "Noor Haddad");
});

const refusal = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code}: ${error.message}`;
};

describe("an agent's answer in a case", () => {
  it("stops the clock, makes the case wait on the client, assigns a case that nobody has, and is audited", async () => {
    const { number, row } = await filedCase();
    const form = answer(number);
    await act(agent, (context) => answerCase(context, form));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({
      status: "waiting_on_you",
      answerDueAt: null,
      answerSince: null,
      ownerId: agent.id,
      lastAuthorKind: "staff",
      lastAuthorId: agent.id,
      firstAnswerDueAt: row.firstAnswerDueAt,
    });
    expect(now.row.firstAnsweredAt).toBeInstanceOf(Date);
    expect(now.said.at(-1)).toMatchObject({
      id: form.id,
      authorKind: "staff",
      authorName: "Kim Duarte",
      source: "portal",
    });
    expect(now.events.map(({ kind, before, after, internal }) => ({ kind, before, after, internal }))).toEqual([
      { kind: "assigned", before: null, after: "Kim Duarte", internal: true },
      { kind: "status", before: "new", after: "waiting_on_you", internal: false },
    ]);
    const audit = await asSystem("test reads the audit log", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)),
    );
    expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([["case.answered", agent.id]]);

    await act(colleague, (context) => answerCase(context, answer(number, "And then?", { then: "in_progress" })));
    const after = await stored(row.id);
    expect(after.row).toMatchObject({ status: "in_progress", ownerId: agent.id });
    expect(after.row.firstAnsweredAt).toEqual(now.row.firstAnsweredAt);
  });

  it("closes the case as solved, and leaves a closed case closed unless asked to reopen it", async () => {
    const { number, row } = await filedCase();
    await act(agent, (context) => answerCase(context, answer(number, "Done.", { then: "closed" })));
    const closed = await stored(row.id);
    expect(closed.row).toMatchObject({ status: "closed", closeReason: "solved", answerDueAt: null });
    expect(closed.events.at(-1)).toMatchObject({ kind: "status", after: "closed:solved" });

    await act(agent, (context) => answerCase(context, answer(number, "One more hint.")));
    const still = await stored(row.id);
    expect(still.row).toMatchObject({ status: "closed", closeReason: "solved", closedAt: closed.row.closedAt });

    await act(agent, (context) => answerCase(context, answer(number, "Not yet.", { then: "waiting_on_you" })));
    expect((await stored(row.id)).row).toMatchObject({ status: "waiting_on_you", closedAt: null, closeReason: null });
  });

  it("is one message however often its form is sent, also when others have written since", async () => {
    const { number, row } = await filedCase();
    const form = answer(number, "Once.", { seen: row.id });
    await act(agent, (context) => answerCase(context, form));
    await act(colleague, (context) => answerCase(context, answer(number, "Meanwhile.")));
    await Promise.all(Array.from({ length: 4 }, () => act(agent, (context) => answerCase(context, form))));
    expect((await stored(row.id)).said).toHaveLength(3);
    // The id of a form that somebody else has sent is refused.
    expect(await refusal(act(colleague, (context) => answerCase(context, form)))).toMatch(/^NOT_FOUND/);
  });

  it("warns an agent who has not seen the newest message, and says who wrote it", async () => {
    const { number, row, filer } = await filedCase();
    const first = answer(number, "Mine.", { seen: row.id });
    await act(colleague, (context) => answerCase(context, first));
    expect(await refusal(act(agent, (context) => answerCase(context, answer(number, "Late.", { seen: row.id }))))).toBe(
      "CONFLICT: Noor Haddad wrote while you were answering. Read it above, then send again: your text is still here.",
    );
    // The agent's own message since the page was read is no reason to warn.
    await act(colleague, (context) => answerCase(context, answer(number, "And mine again.", { seen: row.id })));
    expect(
      await refusal(act(agent, (context) => answerCase(context, answer(number, "No.", { seen: first.id })))),
    ).toMatch(/^CONFLICT/);
    // The id of a message of another case does not count as seen here.
    const other = await filedCase();
    expect(
      await refusal(act(agent, (context) => answerCase(context, answer(number, "No.", { seen: other.row.id })))),
    ).toMatch(/^CONFLICT: Noor Haddad/);
    const newest = (await stored(row.id)).said.at(-1)?.id;
    await act(agent, (context) => answerCase(context, answer(number, "Now.", { seen: newest })));
    expect((await stored(row.id)).said.map(({ body }) => body)).toEqual([
      "It stops every morning.",
      "Mine.",
      "And mine again.",
      "Now.",
    ]);
    expect(filer.name).toBe("Robin Meyer");
  });

  it("is added once when twenty agents answer at once, and once more after each has read again", async () => {
    const { number, row } = await filedCase();
    const agents = await Promise.all(
      Array.from({ length: 20 }, (_, index) => member(["support_agent"], `Agent ${index}`)),
    );
    let waiting = agents.map((who) => ({ who, form: answer(number, `From ${who.name}`) }));
    while (waiting.length > 17) {
      const seen = (await stored(row.id)).said.at(-1)?.id;
      const ends = await Promise.allSettled(
        waiting.map(({ who, form }) => act(who, (context) => answerCase(context, { ...form, seen }))),
      );
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const refused = waiting.filter((_, index) => ends[index]?.status === "rejected");
      for (const end of ends) {
        if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "CONFLICT" });
      }
      waiting = refused;
    }
    const { said } = await stored(row.id);
    expect(said).toHaveLength(4);
    const sent = agents.filter(({ name }) => !waiting.some(({ who }) => who.name === name));
    expect(
      said
        .slice(1)
        .map(({ authorName }) => authorName)
        .sort(),
    ).toEqual(sent.map(({ name }) => name).sort());
  }, 60_000);
});

describe("answers and internal notes in a case are written", () => {
  it.each([
    ["an account manager", ["account_manager"] as const, undefined, "FORBIDDEN"],
    ["a subscription manager", ["subscription_manager"] as const, undefined, "FORBIDDEN"],
    ["marketing", ["marketing"] as const, undefined, "NOT_FOUND"],
    ["an agent of the other brand", ["support_agent"] as const, ["insource"], "NOT_FOUND"],
    ["an account manager of the other brand", ["account_manager"] as const, ["insource"], "NOT_FOUND"],
    ["an agent without any brand", ["support_agent"] as const, [], "NOT_FOUND"],
  ])("not by %s", async (_, roles, brands, code) => {
    const { number, row } = await filedCase();
    const outsider = await member([...roles], "Out Sider", brands);
    expect(await refusal(act(outsider, (context) => answerCase(context, answer(number))))).toMatch(`${code}: `);
    expect(await refusal(act(outsider, (context) => noteCase(context, answer(number))))).toMatch(`${code}: `);
    const now = await stored(row.id);
    expect([now.said.length, now.notes.length, now.row]).toEqual([1, 0, expect.objectContaining({ status: "new" })]);
  });

  it("by nobody where the case does not exist", async () => {
    expect(await refusal(act(agent, (context) => answerCase(context, answer("C-999999999999"))))).toMatch(/^NOT_FOUND/);
  });

  it("by agents of the case's brand, and by administrators", async () => {
    const { number, row } = await filedCase({}, "insource");
    const local = await member(["support_agent"], "Only InSource", ["insource"]);
    await act(local, (context) => answerCase(context, answer(number)));
    await act(colleague, (context) => noteCase(context, answer(number, "Good.")));
    const now = await stored(row.id);
    expect([now.said.length, now.notes.length]).toEqual([2, 1]);
  });
});

describe("an internal note in a case", () => {
  it("changes nothing that a client sees: no text, time, count or order", async () => {
    const { company, filer, row, number } = await filedCase();
    await createCase(company, filer);
    const brand = seedBrand("cimsoft");
    const picture = () =>
      runAsViewer(clientViewer(filer), "read", async (context) =>
        JSON.stringify({
          list: await listCases(context, parseCaseFilters({}), { zone: brand.zone }),
          bySearch: await listCases(context, parseCaseFilters({ q: "volume" }), { zone: brand.zone }),
          counts: await countCases(context),
          detail: await findCase(context, { brand, number }, { zone: brand.zone }),
        }),
      );
    const before = await picture();
    const form = answer(number, "Same disk volume as in spring.");
    await act(agent, (context) => noteCase(context, form));
    await act(agent, (context) => noteCase(context, form));
    expect(await picture()).toBe(before);
    const now = await stored(row.id);
    expect(now.notes.map(({ id, body, staffName }) => [id, body, staffName])).toEqual([
      [form.id, "Same disk volume as in spring.", "Kim Duarte"],
    ]);
    expect(now.row).toEqual(row);
    // An answer does change the client's view, so the comparison above can fail.
    await act(agent, (context) => answerCase(context, answer(number)));
    expect(await picture()).not.toBe(before);
  });

  it("cannot use the id of a message in another case, or of another author", async () => {
    const one = await filedCase();
    const two = await filedCase();
    const form = answer(one.number, "Mine.");
    await act(agent, (context) => noteCase(context, form));
    expect(await refusal(act(agent, (context) => noteCase(context, { ...form, number: two.number })))).toMatch(
      /^NOT_FOUND/,
    );
    expect(await refusal(act(colleague, (context) => noteCase(context, form)))).toMatch(/^NOT_FOUND/);
  });

  it("carries no file of anybody but the agent", async () => {
    const { number, row } = await filedCase();
    const stranger = { ...answer(number), files: [nobodysId().replaceAll("-", "")] };
    await expect(act(agent, (context) => noteCase(context, stranger))).rejects.toThrow();
    expect((await stored(row.id)).notes).toEqual([]);
  });
});
