import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { threadReads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import {
  answerCaseAction,
  assignCaseAction,
  noteCaseAction,
  setCaseStatusAction,
  staffAddParticipantAction,
  staffMarkCaseReadAction,
  staffRemoveParticipantAction,
  takeCaseAction,
  triageCaseAction,
} from "@/lib/threads/cases/staff/actions";
import { createContact, nobodysId } from "@/tests/support/world";
import { say } from "../mail/support";
import { contactOf, type Outcome, type Sender, send } from "../support";
import { filedCase, type Member, member, stored } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let agent: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
});

const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const said = (number: string, over: Record<string, string> = {}) => ({
  id: nobodysId(),
  number,
  body: "Restart the collector.",
  ...over,
});

describe("the forms of the staff page of a case", () => {
  it("let an agent answer, with the status chosen, from any brand's host", async () => {
    const { number, row } = await filedCase();
    const form = said(number, { seen: row.id, then: "in_progress" });
    expect(await send(answerCaseAction, staffOf(agent, "insource"), form)).toEqual({
      kind: "redirected",
      to: `/staff/cases/${number}?sent=${form.id}#m-${form.id}`,
    });
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", ownerId: agent.id });
  });

  it("keep what was typed when somebody else wrote first", async () => {
    const { number, row } = await filedCase();
    const other = await member(["support_agent"], "Noor Haddad");
    await send(answerCaseAction, staffOf(other), said(number, { seen: row.id }));
    const late = await send(answerCaseAction, staffOf(agent), said(number, { seen: row.id, body: "My text." }));
    if (late.kind !== "refused") throw new Error("it went through");
    expect(late.result.message).toMatch(/^Noor Haddad wrote while you were answering/);
    expect(late.result.values).toMatchObject({ body: "My text." });
  });

  it("add notes, take, assign, set the status, and edit severity and product", async () => {
    const { number, row } = await filedCase();
    const note = said(number, { body: "Known." });
    const page = `/staff/cases/${number}`;
    const to = (outcome: Outcome) => (outcome.kind === "redirected" ? outcome.to : outcome);
    const by = staffOf(agent);
    expect(to(await send(noteCaseAction, by, note))).toBe(`${page}#n-${note.id}`);
    expect(to(await send(takeCaseAction, by, { number, from: "" }))).toBe(page);
    expect(to(await send(assignCaseAction, by, { number, assignee: "" }))).toBe(page);
    expect(to(await send(setCaseStatusAction, by, { number, status: "closed:solved", from: "in_progress" }))).toBe(
      page,
    );
    const was = { "was.severity": "impaired", "was.product": "AVEVA Historian", "was.version": "" };
    const about = { number, severity: "question", product: "AVEVA Edge", version: "2023", ...was };
    expect(to(await send(triageCaseAction, by, about))).toBe(page);
    expect((await stored(row.id)).row).toMatchObject({
      status: "closed",
      closeReason: "solved",
      ownerId: null,
      severity: "question",
      product: "AVEVA Edge",
      productVersion: "2023",
    });
  });

  it("say what is missing", async () => {
    const { number } = await filedCase();
    const empty = await send(answerCaseAction, staffOf(agent), said(number, { body: " \n " }));
    expect(empty).toMatchObject({ kind: "refused", result: { fieldErrors: { body: ["Write a message."] } } });
    const bare = await send(noteCaseAction, staffOf(agent), said(number, { body: "" }));
    expect(bare).toMatchObject({ kind: "refused", result: { fieldErrors: { body: [expect.any(String)] } } });
  });

  it("keep the chosen status when it is refused because a client's message was not yet read", async () => {
    const { filer, number, row } = await filedCase();
    await say(row, filer, "It stopped again.");
    const form = { number, from: "new", status: "closed:solved", seen: row.id };
    expect(await send(setCaseStatusAction, staffOf(agent), form)).toMatchObject({
      kind: "refused",
      result: { message: expect.stringMatching(/^Robin Meyer wrote meanwhile/), values: { status: "closed:solved" } },
    });
    expect((await stored(row.id)).row).toMatchObject({ status: "new", answerDueAt: row.answerDueAt });
  });

  it("mark a case as read for whoever reads it, and for nobody else", async () => {
    const { filer, number, row } = await filedCase();
    const reads = async () =>
      (await asSystem("test looks", (db) => db.select().from(threadReads).where(eq(threadReads.threadId, row.id)))).map(
        ({ readerKind, readerId }) => [readerKind, readerId],
      );
    const outsiders = [
      contactOf(filer),
      staffOf(await member(["marketing"], "Marketing")),
      staffOf(await member(["support_agent"], "Elsewhere", ["insource"])),
    ];
    for (const outsider of outsiders) {
      expect(await send(staffMarkCaseReadAction, outsider, { number })).toEqual({ kind: "missing" });
    }
    expect(await send(staffMarkCaseReadAction, { brand: "cimsoft" }, { number })).toMatchObject({
      to: expect.stringMatching(/^\/login/),
    });
    expect(await reads()).toEqual([]);
    const manager = await member(["account_manager"], "Reads Only");
    const page = { kind: "redirected", to: `/staff/cases/${number}` };
    for (const who of [agent, manager]) {
      expect(await send(staffMarkCaseReadAction, staffOf(who), { number })).toEqual(page);
    }
    expect((await reads()).sort()).toEqual([agent, manager].map(({ id }) => ["staff", id]).sort());
  });

  it("are refused to everybody else", async () => {
    const { number, row, filer, company } = await filedCase();
    const friend = await createContact(company, { casesScope: "own" });
    const contact = { number, contact: friend.id };
    const was = { "was.severity": "impaired", "was.product": "AVEVA Historian" };
    const forms = [
      [answerCaseAction, said(number)],
      [noteCaseAction, said(number)],
      [takeCaseAction, { number }],
      [assignCaseAction, { number, assignee: agent.id }],
      [setCaseStatusAction, { number, status: "closed:solved", from: "new" }],
      [triageCaseAction, { number, severity: "question", product: "AVEVA Edge", ...was }],
      [staffAddParticipantAction, contact],
      [staffRemoveParticipantAction, contact],
    ] as const;
    const elsewhere = await member(["support_agent"], "Elsewhere", ["insource"]);
    const manager = await member(["account_manager"], "Reads Only");
    for (const [action, fields] of forms) {
      const out = await send(action, { brand: "cimsoft" }, fields);
      expect(out).toMatchObject({ kind: "redirected", to: expect.stringMatching(/^\/login/) });
      expect(await send(action, contactOf(filer), fields)).toEqual({ kind: "missing" });
      expect(await send(action, staffOf(elsewhere), fields)).toEqual({ kind: "missing" });
      const refused = await send(action, staffOf(manager), fields);
      expect(refused.kind === "refused" && refused.result.message).toMatch(/^Your role reads cases/);
    }
    const now = await stored(row.id);
    expect([now.row, now.said.length, now.notes, now.events]).toEqual([row, 1, [], []]);
  });
});
