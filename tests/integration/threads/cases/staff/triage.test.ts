import { eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { beforeAll, describe, expect, it } from "vitest";
import { caseTargets, inboundMails, threadParticipants } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import { answerDue } from "@/lib/threads/answer-clock/rules";
import { findCase } from "@/lib/threads/cases/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { answerCase } from "@/lib/threads/cases/staff/service";
import {
  addParticipantByStaff,
  assignCase,
  removeParticipantByStaff,
  setStatus,
  takeCase,
  triageCase,
} from "@/lib/threads/cases/staff/triage/service";
import { dismissMail } from "@/lib/threads/received/service";
import { seedBrand } from "@/tests/support/brand";
import { clientViewer, createContact, nobodysId, unique } from "@/tests/support/world";
import { say } from "../mail/support";
import { act, answer, filedCase, type Member, member, read, stored } from "./support";

const ZONE = "America/New_York";
let agent: Member;
let colleague: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  colleague = await member(["administrator"], "Noor Haddad");
});

const code = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error.code;
};
const lines = async (id: string) =>
  (await stored(id)).events.map(({ kind, before, after, internal }) => [kind, before, after, internal]);

describe("assigning a case", () => {
  it("gives the case to who works the brand's cases, without a client seeing it", async () => {
    const { number, row, filer } = await filedCase();
    const brand = seedBrand("cimsoft");
    const seen = () =>
      runAsViewer(clientViewer(filer), "read", async (context) =>
        JSON.stringify(await findCase(context, { brand, number }, { zone: ZONE })),
      );
    const before = await seen();
    await act(agent, (context) => assignCase(context, { number, assignee: colleague.id }));
    await act(agent, (context) => assignCase(context, { number, assignee: colleague.id }));
    await act(agent, (context) => assignCase(context, { number }));
    expect(await seen()).toBe(before);
    expect(await lines(row.id)).toEqual([
      ["assigned", null, "Noor Haddad", true],
      ["assigned", "Noor Haddad", null, true],
    ]);
    expect((await stored(row.id)).row).toMatchObject({ ownerId: null, status: "new", activeAt: row.activeAt });
  });

  it("refuses who does not work cases of the brand", async () => {
    const { number, row } = await filedCase();
    const others = [
      await member(["account_manager"]),
      await member(["marketing"]),
      await member(["support_agent"], "Elsewhere", ["insource"]),
      { id: nobodysId() },
    ];
    for (const { id } of others) {
      expect(await code(act(agent, (context) => assignCase(context, { number, assignee: id })))).toBe("INVALID");
    }
    expect((await stored(row.id)).row.ownerId).toBeNull();
  });
});

describe("taking a case", () => {
  it("assigns it to the agent and sets a new case in progress, without stopping the clock", async () => {
    const { number, row } = await filedCase();
    await act(agent, (context) => takeCase(context, { number }));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({ ownerId: agent.id, status: "in_progress", answerDueAt: row.answerDueAt });
    expect(await lines(row.id)).toEqual([
      ["assigned", null, "Kim Duarte", true],
      ["status", "new", "in_progress", false],
    ]);
  });

  it("by ten agents at once succeeds for one; the others read who has it", async () => {
    const { number, row } = await filedCase();
    const agents = await Promise.all(
      Array.from({ length: 10 }, (_, index) => member(["support_agent"], `Taker ${index}`)),
    );
    const ends = await Promise.allSettled(agents.map((who) => act(who, (context) => takeCase(context, { number }))));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const winner = agents.find(({ id }, index) => ends[index]?.status === "fulfilled" && id);
    expect((await stored(row.id)).row.ownerId).toBe(winner?.id);
    const refused = ends.find((end) => end.status === "rejected");
    expect(refused?.status === "rejected" && refused.reason).toMatchObject({
      code: "CONFLICT",
      message: `${winner?.name} has taken this case meanwhile.`,
    });
    // An agent who has seen who has the case takes it over.
    const next = agents.find(({ id }) => id !== winner?.id);
    if (!next) throw new Error("nobody is left");
    await act(next, (context) => takeCase(context, { number, from: winner?.id }));
    expect((await stored(row.id)).row.ownerId).toBe(next.id);
  }, 60_000);
});

describe("the status of a case set by an agent", () => {
  it("can be waiting on the client without a clock, closed with a reason, and open again", async () => {
    const { number, row } = await filedCase();
    const set = (status: Parameters<typeof setStatus>[1]["status"], from: Parameters<typeof setStatus>[1]["from"]) =>
      act(agent, (context) => setStatus(context, { number, status, from }));
    await set("in_progress", "new");
    expect((await stored(row.id)).row.answerDueAt).toEqual(row.answerDueAt);
    await set("waiting_on_you", "in_progress");
    expect((await stored(row.id)).row).toMatchObject({ answerDueAt: null, answerSince: null, firstAnsweredAt: null });
    await set("closed:withdrawn", "waiting_on_you");
    await set("closed:withdrawn", "waiting_on_you");
    expect((await stored(row.id)).row).toMatchObject({ status: "closed", closeReason: "withdrawn" });
    await set("in_progress", "closed");
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", closeReason: null, closedAt: null });
    expect(await lines(row.id)).toEqual([
      ["status", "new", "in_progress", false],
      ["status", "in_progress", "waiting_on_you", false],
      ["status", "waiting_on_you", "closed:withdrawn", false],
      ["status", "closed", "in_progress", false],
    ]);
  });

  it("is set by an agent who has seen the present one", async () => {
    const { number, row } = await filedCase();
    await act(colleague, (context) => answerCase(context, answer(number)));
    const late = act(agent, (context) => setStatus(context, { number, status: "closed:solved", from: "new" }));
    expect(await code(late)).toBe("CONFLICT");
    const nowhere = act(agent, (context) =>
      setStatus(context, { number, status: "closed:withdrawn", from: "waiting_on_you" }),
    );
    await nowhere;
    const other = act(agent, (context) => setStatus(context, { number, status: "waiting_on_you", from: "closed" }));
    expect(await code(other)).toBe("CONFLICT");
    expect((await stored(row.id)).row.closeReason).toBe("withdrawn");
  });
});

describe("a status chosen before a client's message was read", () => {
  it("is refused where it would stop the clock, and set where the clock goes on", async () => {
    const { number, row, filer } = await filedCase();
    const newest = await say(row, filer, "It stopped again.");
    const before = (await stored(row.id)).row;
    for (const status of ["waiting_on_you", "closed:solved", "closed:withdrawn"] as const) {
      const set = act(agent, (context) => setStatus(context, { number, status, from: "new", seen: row.id }));
      await expect(set).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringMatching(/^Robin Meyer wrote meanwhile\. Read it in the conversation/),
      });
    }
    expect((await stored(row.id)).row).toEqual(before);
    await act(agent, (context) => setStatus(context, { number, status: "in_progress", from: "new", seen: row.id }));
    expect((await stored(row.id)).row.answerDueAt).toEqual(row.answerDueAt);
    const read = { number, status: "closed:solved", from: "in_progress", seen: newest } as const;
    await act(agent, (context) => setStatus(context, read));
    expect((await stored(row.id)).row).toMatchObject({ status: "closed", answerDueAt: null });
  });
});

describe("the triage of a case", () => {
  const about = (number: string, over: object = {}) => ({
    number,
    severity: "impaired" as const,
    product: "AVEVA Historian",
    was: { severity: "impaired" as const, product: "AVEVA Historian" },
    ...over,
  });

  it("to another severity computes the due time anew from when the client asked", async () => {
    const since = new Date(Date.now() - 90 * 60_000);
    const { number, row } = await filedCase({ answerSince: since });
    const { chatCalendar } = await brandByKey("cimsoft");
    const targets = await asSystem("test reads targets", (db) =>
      db.select().from(caseTargets).where(eq(caseTargets.brand, "cimsoft")),
    );
    expect(Object.fromEntries(targets.map(({ severity, minutes }) => [severity, minutes]))).toEqual({
      production_stopped: 60,
      impaired: 240,
      question: 480,
    });
    const due = (minutes: number) =>
      new Date(
        answerDue(chatCalendar, Temporal.Instant.fromEpochMilliseconds(since.getTime()), minutes).epochMilliseconds,
      );
    await act(agent, (context) => triageCase(context, about(number, { severity: "production_stopped" })));
    expect((await stored(row.id)).row).toMatchObject({
      severity: "production_stopped",
      answerSince: since,
      answerDueAt: due(60),
      firstAnswerDueAt: due(60),
    });
    const was = { severity: "production_stopped" as const, product: "AVEVA Historian" };
    await act(agent, (context) => triageCase(context, about(number, { severity: "question", was })));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({ answerDueAt: due(480), firstAnswerDueAt: due(480) });
    expect(now.row.activeAt.getTime()).toBeGreaterThan(row.activeAt.getTime());
    expect(await lines(row.id)).toEqual([
      ["severity", "impaired", "production_stopped", false],
      ["severity", "production_stopped", "question", false],
    ]);
  });

  it("keeps the promised time of a first answer that was given, and starts no stopped clock", async () => {
    const { number, row } = await filedCase();
    await act(agent, (context) => answerCase(context, answer(number)));
    await act(agent, (context) => triageCase(context, about(number, { severity: "production_stopped" })));
    expect((await stored(row.id)).row).toMatchObject({
      severity: "production_stopped",
      firstAnswerDueAt: row.firstAnswerDueAt,
      answerDueAt: null,
    });
  });

  it("writes only the fields that the agent changed, with a quiet line for each", async () => {
    const { number, row } = await filedCase();
    await act(colleague, (context) => triageCase(context, about(number, { severity: "question" })));
    // From a page that still shows the old severity.
    await act(agent, (context) => triageCase(context, about(number, { product: "AVEVA Edge", version: "2023" })));
    await act(agent, (context) =>
      triageCase(
        context,
        about(number, { product: "AVEVA Edge", was: { severity: "impaired", product: "AVEVA Edge" } }),
      ),
    );
    expect((await stored(row.id)).row).toMatchObject({
      severity: "question",
      product: "AVEVA Edge",
      productVersion: "2023",
    });
    expect(await lines(row.id)).toEqual([
      ["severity", "impaired", "question", false],
      ["product", "AVEVA Historian", "AVEVA Edge 2023", false],
    ]);
  });
});

describe("participants of a case, changed by an agent", () => {
  it("are added and removed among the contacts who may see the company's cases", async () => {
    const { number, row, company } = await filedCase();
    const friend = await createContact(company, { casesScope: "own", name: "Sam Ortiz" });
    const stranger = await createContact(company, { casesScope: "none", name: "No Right" });
    await act(agent, (context) => addParticipantByStaff(context, { number, contact: friend.id }));
    expect(await code(act(agent, (context) => addParticipantByStaff(context, { number, contact: stranger.id })))).toBe(
      "INVALID",
    );
    const taking = () =>
      asSystem("test reads participants", (db) =>
        db.select().from(threadParticipants).where(eq(threadParticipants.threadId, row.id)),
      );
    expect((await taking()).map(({ contactName }) => contactName)).toEqual(["Sam Ortiz"]);
    await act(agent, (context) => removeParticipantByStaff(context, { number, contact: friend.id }));
    expect(await taking()).toEqual([]);
    expect(await lines(row.id)).toEqual([
      ["participant_added", null, "Sam Ortiz", false],
      ["participant_removed", "Sam Ortiz", null, false],
    ]);
  });
});

describe("unverified mail of a case, dismissed", () => {
  const unverified = (threadId: string, brand = "cimsoft") =>
    asSystem("test world", async (db) => {
      const values = {
        providerId: unique("in"),
        brand,
        threadId,
        state: "unverified" as const,
        fromAddress: "x@y.example",
      };
      const [row] = await db
        .insert(inboundMails)
        .values({ ...values, body: "Who am I?" })
        .returning();
      if (!row) throw new Error("no mail");
      return row.id;
    });

  it("is shown to staff until it is dismissed", async () => {
    const { number, row } = await filedCase();
    const mail = await unverified(row.id);
    const brands = [await brandByKey("cimsoft")];
    const shown = async () =>
      (await read(agent, (context) => findStaffCase(context, number, brands, { zone: ZONE })))?.thread.items
        .filter(({ kind }) => kind === "mail")
        .map(({ id }) => id);
    expect(await shown()).toEqual([mail]);
    await act(agent, (context) => dismissMail(context, { mail }));
    await act(agent, (context) => dismissMail(context, { mail }));
    expect(await shown()).toEqual([]);
  });
});

describe("a case is worked", () => {
  it.each([
    ["an account manager", ["account_manager"] as const, undefined, "FORBIDDEN"],
    ["a subscription manager", ["subscription_manager"] as const, undefined, "FORBIDDEN"],
    ["marketing", ["marketing"] as const, undefined, "NOT_FOUND"],
    ["an agent of the other brand", ["support_agent"] as const, ["insource"], "NOT_FOUND"],
    ["an administrator of the other brand", ["administrator"] as const, ["insource"], "NOT_FOUND"],
  ])("by agents alone: %s may do none of it", async (_, roles, brands, expected) => {
    const { number, row, company } = await filedCase();
    const friend = await createContact(company, { casesScope: "own" });
    const who = await member([...roles], "Out Sider", brands);
    const was = { severity: "impaired" as const, product: "AVEVA Historian" };
    const deeds: ((context: Parameters<typeof takeCase>[0]) => Promise<unknown>)[] = [
      (context) => takeCase(context, { number }),
      (context) => assignCase(context, { number, assignee: agent.id }),
      (context) => setStatus(context, { number, status: "closed:solved", from: "new" }),
      (context) => triageCase(context, { number, severity: "question", product: "AVEVA Historian", was }),
      (context) => addParticipantByStaff(context, { number, contact: friend.id }),
      (context) => removeParticipantByStaff(context, { number, contact: friend.id }),
    ];
    for (const deed of deeds) expect(await code(act(who, deed))).toBe(expected);
    const now = await stored(row.id);
    expect([now.row, now.events]).toEqual([row, []]);
  });

  it.each([
    ["an account manager", ["account_manager"] as const, undefined],
    ["a subscription manager", ["subscription_manager"] as const, undefined],
    ["marketing", ["marketing"] as const, undefined],
    ["an agent of the other brand", ["support_agent"] as const, ["insource"]],
    ["the client who filed it", null, undefined],
    ["an agent of the brand", ["support_agent"] as const, undefined],
  ])("with severity and product that no outsider writes, not even by SQL: %s", async (who, roles, brands) => {
    const { row, filer } = await filedCase();
    const { viewer } = roles ? await member([...roles], "Out Sider", brands) : { viewer: clientViewer(filer) };
    const write = runAsViewer(viewer, "write", async ({ db }) => {
      const made = await db.execute(
        sql`update threads set severity = 'question', product = 'Other' where id = ${row.id}`,
      );
      return made.count;
    });
    const written = await write.catch((error: { cause?: { code?: string } }) => error.cause?.code);
    const isAgent = who === "an agent of the brand";
    // The client's role has no right to the columns; staff who do not work the case find no row.
    expect(written).toBe(isAgent ? 1 : roles ? 0 : "42501");
    expect((await stored(row.id)).row).toMatchObject(
      isAgent ? { severity: "question", product: "Other" } : { severity: row.severity, product: row.product },
    );
  });
});
