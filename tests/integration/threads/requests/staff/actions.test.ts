import { beforeAll, describe, expect, it, vi } from "vitest";
import { valueDigest } from "@/lib/threads/requests/changes/staff/queries";
import {
  answerRequestAction,
  approveChangeAction,
  assignRequestAction,
  declineChangeAction,
  noteRequestAction,
  setDueAction,
  setRequestStatusAction,
  staffMarkRequestReadAction,
  standInAction,
  takeRequestAction,
} from "@/lib/threads/requests/staff/actions";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";
import { sayIn } from "../mail/support";
import { askedChange, askedRequest, type Member, member, stored, storedContact } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let manager: Member;
let administrator: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  administrator = await member(["administrator"], "Noor Haddad");
});

const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const said = (number: string, over: Record<string, string> = {}) => ({
  id: nobodysId(),
  number,
  body: "You have ten seats.",
  ...over,
});

describe("the forms of the staff page of a request", () => {
  it("let staff answer, note, take, assign and set the status, from any brand's host", async () => {
    const { number, row } = await askedRequest();
    const page = `/staff/requests/${number}`;
    const by = staffOf(manager, "insource");
    const form = said(number, { seen: row.id, then: "waiting_on_you" });
    expect(await send(answerRequestAction, by, form)).toEqual({
      kind: "redirected",
      to: `${page}?sent=${form.id}#m-${form.id}`,
    });
    const note = said(number, { body: "Known." });
    expect(await send(noteRequestAction, by, note)).toEqual({ kind: "redirected", to: `${page}#n-${note.id}` });
    const done = { kind: "redirected", to: page };
    expect(await send(assignRequestAction, by, { number, owner: "" })).toEqual(done);
    expect(await send(takeRequestAction, by, { number, from: "" })).toEqual(done);
    expect(await send(setRequestStatusAction, by, { number, status: "closed", from: "waiting_on_you" })).toEqual(done);
    const now = await stored(row.id);
    expect(now.row).toMatchObject({ status: "closed", ownerId: manager.id });
    expect([now.said.length, now.notes.length]).toEqual([2, 1]);
  });

  it("keep what was typed when they are refused", async () => {
    const { number, row } = await askedRequest();
    const empty = await send(answerRequestAction, staffOf(manager), said(number, { body: " \n " }));
    expect(empty).toMatchObject({ kind: "refused", result: { fieldErrors: { body: ["Write a message."] } } });
    await send(answerRequestAction, staffOf(administrator), said(number, { seen: row.id }));
    const late = await send(answerRequestAction, staffOf(manager), said(number, { seen: row.id, body: "My text." }));
    expect(late).toMatchObject({
      kind: "refused",
      result: { message: expect.stringMatching(/^Noor Haddad wrote/), values: { body: "My text." } },
    });
    const day = await send(setDueAction, staffOf(manager), { number, day: "soon" });
    expect(day).toMatchObject({ kind: "refused", result: { fieldErrors: { day: ["Choose a day."] } } });
  });

  it("approve with a sentence, and keep what was chosen when the company is not found", async () => {
    const { asker, number, company } = await askedChange("company", "Elsewhere");
    const form = {
      id: nobodysId(),
      number,
      nowDigest: valueDigest(company.name),
      company: "Nobody Inc.",
      sentence: "Done.",
    };
    expect(await send(approveChangeAction, staffOf(administrator), form)).toMatchObject({
      kind: "refused",
      result: {
        fieldErrors: { company: ["No company of the brand has this name or number."] },
        values: { company: "Nobody Inc.", sentence: "Done." },
      },
    });
    expect(
      await send(declineChangeAction, staffOf(administrator), { id: form.id, number, sentence: "" }),
    ).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { sentence: ["Write a sentence to the client."] } },
    });
    expect((await storedContact(asker.id)).primaryCompanyId).toBe(company.id);
    const name = await askedChange("name", "Robin Mayer");
    const approved = { id: nobodysId(), number: name.number, nowDigest: valueDigest("Robin Meyer"), sentence: "Done." };
    expect(await send(approveChangeAction, staffOf(administrator), approved)).toEqual({
      kind: "redirected",
      to: `/staff/requests/${name.number}`,
    });
    expect((await storedContact(name.asker.id)).name).toBe("Robin Mayer");
  });

  it("keep the sentence of a decision that is refused because a client's message came first", async () => {
    const { asker, number, row } = await askedChange("name", "Robin Mayer");
    await sayIn(row, asker, "Do not change it.");
    const decision = { id: nobodysId(), number, seen: row.id, sentence: "My own sentence." };
    const approval = { ...decision, nowDigest: valueDigest("Robin Meyer") };
    for (const decided of [
      await send(approveChangeAction, staffOf(administrator), approval),
      await send(declineChangeAction, staffOf(administrator), decision),
    ]) {
      expect(decided).toMatchObject({
        kind: "refused",
        result: { message: expect.stringMatching(/^Robin Meyer wrote/), values: { sentence: "My own sentence." } },
      });
    }
    expect((await storedContact(asker.id)).name).toBe("Robin Meyer");
  });

  it("keep the chosen status when it is refused because a client's message was not yet read", async () => {
    const { asker, number, row } = await askedRequest();
    const newest = await sayIn(row, asker, "One more thing.");
    const form = { number, from: "new", status: "answered", seen: row.id };
    expect(await send(setRequestStatusAction, staffOf(manager), form)).toMatchObject({
      kind: "refused",
      result: { message: expect.stringMatching(/^Robin Meyer wrote meanwhile/), values: { status: "answered" } },
    });
    expect((await stored(row.id)).row).toMatchObject({ status: "new", answerDueAt: row.answerDueAt });
    expect(await send(setRequestStatusAction, staffOf(manager), { ...form, seen: newest })).toMatchObject({
      kind: "redirected",
    });
  });

  it("are refused to everybody else", async () => {
    const { number, row, asker } = await askedChange("name", "Robin Mayer");
    const decision = { id: nobodysId(), number, sentence: "Done." };
    const forms = [
      [answerRequestAction, said(number)],
      [noteRequestAction, said(number)],
      [takeRequestAction, { number }],
      [assignRequestAction, { number, owner: manager.id }],
      [standInAction, { number, for: manager.id }],
      [setRequestStatusAction, { number, status: "closed", from: "new" }],
      [setDueAction, { number, day: "2027-01-04" }],
      [approveChangeAction, { ...decision, nowDigest: valueDigest("Robin Meyer") }],
      [declineChangeAction, decision],
      [staffMarkRequestReadAction, { number }],
    ] as const;
    const outsiders = [
      contactOf(asker),
      staffOf(await member(["administrator"], "Elsewhere", ["insource"])),
      staffOf(await member(["support_agent"], "Agent")),
      staffOf(await member(["marketing"], "Marketing")),
    ];
    for (const [action, fields] of forms) {
      const out = await send(action, { brand: "cimsoft" }, fields);
      expect(out).toMatchObject({ kind: "redirected", to: expect.stringMatching(/^\/login/) });
      for (const outsider of outsiders) expect(await send(action, outsider, fields)).toEqual({ kind: "missing" });
    }
    const refused = await send(approveChangeAction, staffOf(manager), {
      ...decision,
      nowDigest: valueDigest("Robin Meyer"),
    });
    expect(refused).toMatchObject({
      kind: "refused",
      result: { message: "Administrators approve and decline changes." },
    });
    const now = await stored(row.id);
    expect([now.row.status, now.said.length, now.notes, now.events, now.change?.state]).toEqual([
      "new",
      1,
      [],
      [],
      "waiting",
    ]);
    expect((await storedContact(asker.id)).name).toBe("Robin Meyer");
  });
});
