import { Temporal } from "temporal-polyfill";
import { beforeAll, describe, expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday, openSpansOf, toInstant } from "@/lib/kit/time";
import { findRequest } from "@/lib/threads/requests/queries";
import { answerRequest, noteRequest } from "@/lib/threads/requests/staff/service";
import {
  assignRequest,
  setDue,
  setRequestStatus,
  standIn,
  takeRequest,
} from "@/lib/threads/requests/staff/work/service";
import type { StaffContext as StaffRequestContext } from "@/lib/threads/staff/service";
import { requests } from "@/tests/support/threads";
import { clientViewer } from "@/tests/support/world";
import { sayIn } from "../mail/support";
import { act, answer, askedRequest, goAway, LOCAL, type Member, member, refusal, stored } from "./support";

let manager: Member;
let colleague: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  colleague = await member(["administrator"], "Noor Haddad");
});

describe("an answer to a request", () => {
  it("stops the clock, sets the status, assigns a request that nobody has, and is audited", async () => {
    const { number, row } = await askedRequest();
    const form = answer(number);
    await act(manager, (context) => answerRequest(context, form));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({
      status: "answered",
      answerDueAt: null,
      answerSince: null,
      ownerId: manager.id,
      lastAuthorKind: "staff",
      firstAnswerDueAt: row.firstAnswerDueAt,
    });
    expect(now.row.firstAnsweredAt).toBeInstanceOf(Date);
    expect(now.said.at(-1)).toMatchObject({ id: form.id, authorKind: "staff", authorName: "Dana Whitfield" });
    expect(now.events.map(({ kind, before, after, internal }) => [kind, before, after, internal])).toEqual([
      ["assigned", null, "Dana Whitfield", true],
      ["status", "new", "answered", false],
    ]);
    expect(now.audit.map(({ action, actorId }) => [action, actorId])).toEqual([["request.answered", manager.id]]);
  });

  it("leaves the request waiting on the client, in progress or closed, as its author chose", async () => {
    const { number, row } = await askedRequest();
    await act(manager, (context) => answerRequest(context, answer(number, "Which?", { then: "waiting_on_you" })));
    expect((await stored(row.id)).row.status).toBe("waiting_on_you");
    await act(manager, (context) => answerRequest(context, answer(number, "Done.", { then: "closed" })));
    const closed = await stored(row.id);
    expect(closed.row.status).toBe("closed");
    expect(closed.row.closedAt).toBeInstanceOf(Date);
    await act(manager, (context) => answerRequest(context, answer(number, "One more thing.")));
    expect((await stored(row.id)).row.closedAt).toEqual(closed.row.closedAt);
    await act(manager, (context) => answerRequest(context, answer(number, "Again.", { then: "in_progress" })));
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", closedAt: null });
  });

  it("is one message however often its form is sent, and warns an author who has not seen the newest message", async () => {
    const { number, row } = await askedRequest();
    const form = answer(number, "Once.", { seen: row.id });
    await Promise.all(Array.from({ length: 4 }, () => act(manager, (context) => answerRequest(context, form))));
    expect((await stored(row.id)).said).toHaveLength(2);
    expect(
      await refusal(act(colleague, (context) => answerRequest(context, answer(number, "Late.", { seen: row.id })))),
    ).toBe(
      "CONFLICT: Dana Whitfield wrote while you were answering. Read it above, then send again: your text is still here.",
    );
    expect(await refusal(act(colleague, (context) => answerRequest(context, form)))).toMatch(/^NOT_FOUND/);
    // An answer by mail is added, and the client's newer message still waits for an answer.
    await act(colleague, (context) => answerRequest(context, answer(number, "By mail.", { seen: row.id }), "mail"));
    expect((await stored(row.id)).said).toHaveLength(3);
  });
});

describe("an answer to a change of details", () => {
  it("leaves the request unassigned for administrators, unless an administrator answers", async () => {
    const { number, row } = await askedRequest({ kind: "change" });
    await act(manager, (context) => answerRequest(context, answer(number, "Which name?", { then: "waiting_on_you" })));
    const asked = await stored(row.id);
    expect(asked.row).toMatchObject({ status: "waiting_on_you", ownerId: null });
    expect(asked.events.map(({ kind }) => kind)).toEqual(["status"]);
    await act(colleague, (context) => answerRequest(context, answer(number)));
    expect((await stored(row.id)).row.ownerId).toBe(colleague.id);
  });
});

describe("an internal note in a request", () => {
  it("changes nothing that a client sees", async () => {
    const { number, row, asker } = await askedRequest();
    const brand = await brandByKey("cimsoft");
    const picture = () =>
      runAsViewer(clientViewer(asker), "read", async (context) =>
        JSON.stringify(await findRequest(context, { brand, number }, LOCAL)),
      );
    const before = await picture();
    const form = answer(number, "Wants a discount.");
    await act(manager, (context) => noteRequest(context, form));
    await act(manager, (context) => noteRequest(context, form));
    expect(await picture()).toBe(before);
    const now = await stored(row.id);
    expect(now.notes.map(({ body, staffName }) => [body, staffName])).toEqual([
      ["Wants a discount.", "Dana Whitfield"],
    ]);
    expect(now.row).toEqual(row);
    await act(manager, (context) => answerRequest(context, answer(number)));
    expect(await picture()).not.toBe(before);
  });
});

describe("the owner of a request", () => {
  it("is the member of staff who takes it, unless somebody was faster", async () => {
    const { number, row } = await askedRequest();
    await act(manager, (context) => takeRequest(context, { number }));
    expect((await stored(row.id)).row).toMatchObject({ ownerId: manager.id, status: "in_progress" });
    expect(await refusal(act(colleague, (context) => takeRequest(context, { number })))).toBe(
      "CONFLICT: Dana Whitfield has taken this request meanwhile.",
    );
    await act(colleague, (context) => takeRequest(context, { number, from: manager.id }));
    expect((await stored(row.id)).row.ownerId).toBe(colleague.id);
  });

  it("is one of those who answer requests of the brand, and nobody else", async () => {
    const { number, row } = await askedRequest();
    const others = [
      await member(["support_agent"], "Agent"),
      await member(["marketing"], "Marketing"),
      await member(["account_manager"], "Elsewhere", ["insource"]),
    ];
    for (const { id } of others) {
      expect(await refusal(act(manager, (context) => assignRequest(context, { number, owner: id })))).toMatch(
        /^INVALID: Choose somebody/,
      );
    }
    await act(manager, (context) => assignRequest(context, { number, owner: colleague.id }));
    await act(manager, (context) => assignRequest(context, { number }));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({ ownerId: null, status: "new", activeAt: row.activeAt });
    expect(now.events.map(({ before, after, internal }) => [before, after, internal])).toEqual([
      [null, "Noor Haddad", true],
      ["Noor Haddad", null, true],
    ]);
  });

  it("becomes the stand-in, while the owner is away", async () => {
    const away = await member(["account_manager"], "Ali Away");
    const { number, row } = await askedRequest({ ownerId: away.id });
    const form = { number, for: away.id };
    expect(await refusal(act(manager, (context) => standIn(context, form)))).toBe(
      "CONFLICT: Ali Away is not away today.",
    );
    await goAway(away, manager);
    await act(manager, (context) => standIn(context, form));
    await act(manager, (context) => standIn(context, form));
    const now = await stored(row.id);
    expect(now.row).toMatchObject({ ownerId: manager.id, standsInFor: away.id, status: "in_progress" });
    expect(now.audit.map(({ action }) => action)).toEqual(["request.stood-in"]);
    expect(await refusal(act(colleague, (context) => standIn(context, form)))).toBe(
      "CONFLICT: Dana Whitfield has taken this request meanwhile.",
    );
    await act(away, (context) => takeRequest(context, { number, from: manager.id }));
    expect((await stored(row.id)).row).toMatchObject({ ownerId: away.id, standsInFor: null });
  });
});

describe("the status of a request set by staff", () => {
  it("is set on the status that its reader saw, and stops the clock where no answer is owed", async () => {
    const { number, row } = await askedRequest();
    await act(manager, (context) => setRequestStatus(context, { number, status: "in_progress", from: "new" }));
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", answerDueAt: row.answerDueAt });
    expect(
      await refusal(act(manager, (context) => setRequestStatus(context, { number, status: "closed", from: "new" }))),
    ).toMatch(/^CONFLICT: The status is “In progress”/);
    await act(manager, (context) => setRequestStatus(context, { number, status: "closed", from: "in_progress" }));
    const closed = await stored(row.id);
    expect(closed.row).toMatchObject({ status: "closed", answerDueAt: null, answerSince: null });
    expect(closed.audit.at(-1)?.action).toBe("request.closed");
    await act(manager, (context) => setRequestStatus(context, { number, status: "in_progress", from: "closed" }));
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", closedAt: null, answerDueAt: null });
  });
});

describe("a status chosen before a client's message was read", () => {
  it.each(["new", "in_progress"] as const)("is refused where it would stop the clock, from %s", async (from) => {
    const { number, row, asker } = await askedRequest({ status: from });
    const other = await askedRequest();
    await sayIn(row, asker, "One more thing.");
    const before = (await stored(row.id)).row;
    for (const status of ["waiting_on_you", "answered", "closed"] as const) {
      for (const seen of [row.id, other.row.id]) {
        const set = act(manager, (context) => setRequestStatus(context, { number, status, from, seen }));
        expect(await refusal(set)).toBe(
          "CONFLICT: Robin Meyer wrote meanwhile. Read it in the conversation, then set the status: your choice is still here.",
        );
      }
    }
    expect((await stored(row.id)).row).toEqual(before);
    const seen = (await stored(row.id)).said.at(-1)?.id;
    await act(manager, (context) => setRequestStatus(context, { number, status: "closed", from, seen }));
    expect((await stored(row.id)).row.status).toBe("closed");
  });

  it("is set where the clock goes on, and over what a colleague wrote", async () => {
    const { number, row, asker } = await askedRequest();
    await sayIn(row, asker, "One more thing.");
    const seen = row.id;
    await act(manager, (context) => setRequestStatus(context, { number, status: "in_progress", from: "new", seen }));
    expect((await stored(row.id)).row).toMatchObject({ status: "in_progress", answerDueAt: row.answerDueAt });
    const answered = await askedRequest({ status: "answered", answerDueAt: null, answerSince: null });
    await act(colleague, (context) => answerRequest(context, answer(answered.number)));
    const form = { number: answered.number, status: "closed", from: "answered", seen: answered.row.id } as const;
    await act(manager, (context) => setRequestStatus(context, form));
    expect((await stored(answered.row.id)).row.status).toBe("closed");
  });
});

describe("the promised answer of a request", () => {
  const nextDay = async (isOpen: boolean) => {
    const { supportCalendar, zone } = await brandByKey("cimsoft");
    const today = businessToday(zone);
    for (let ahead = 1; ahead < 30; ahead++) {
      const day = addDays(today, ahead);
      const spans = openSpansOf(supportCalendar, Temporal.PlainDate.from(day));
      if (spans.length > 0 === isOpen) return { day, closes: spans.at(-1)?.closes };
    }
    throw new Error("no such day");
  };

  it("is due by the end of portal-support hours of a day, and is shown to the client", async () => {
    const { number, row, asker } = await askedRequest({ status: "answered", answerDueAt: null, answerSince: null });
    const { day, closes } = await nextDay(true);
    await act(manager, (context) => setDue(context, { number, day }));
    await act(manager, (context) => setDue(context, { number, day }));
    const now = await stored(row.id);
    expect(now.row.answerDueAt && toInstant(now.row.answerDueAt).toString()).toBe(closes?.toInstant().toString());
    expect(now.row.answerSince).toBeInstanceOf(Date);
    expect(now.row.firstAnswerDueAt).toEqual(row.firstAnswerDueAt);
    expect(now.events.map(({ kind, internal }) => [kind, internal])).toEqual([["due", false]]);
    const brand = await brandByKey("cimsoft");
    const page = await runAsViewer(clientViewer(asker), "read", (context) =>
      findRequest(context, { brand, number }, LOCAL),
    );
    expect(page?.expected?.when).toBe(now.events[0]?.after);
    expect(page?.thread.items.at(-1)).toMatchObject({ kind: "event", what: "due" });
  });

  it("is due on a working day that is not over, of an open request", async () => {
    const { number, row } = await askedRequest();
    const promise = (day: string) => refusal(act(manager, (context) => setDue(context, { number, day })));
    expect(await promise((await nextDay(false)).day)).toMatch(/^INVALID: .* is closed on /);
    const today = businessToday("America/New_York");
    expect(await promise(addDays(today, -7))).toMatch(/^INVALID: Choose a day whose working hours are not over/);
    expect(await promise(addDays(today, 400))).toMatch(/^INVALID: Choose a day until /);
    expect((await stored(row.id)).row).toEqual(row);
    const closed = await askedRequest({ status: "closed" });
    const { day } = await nextDay(true);
    expect(await refusal(act(manager, (context) => setDue(context, { number: closed.number, day })))).toMatch(
      /^CONFLICT: The request is closed/,
    );
  });
});

describe("whoever does not answer requests of the brand", () => {
  it.each([
    ["a support agent", ["support_agent"] as const, ["cimsoft", "insource"]],
    ["marketing", ["marketing"] as const, ["cimsoft", "insource"]],
    ["an account manager of the other brand", ["account_manager"] as const, ["insource"]],
    ["an administrator of the other brand", ["administrator"] as const, ["insource"]],
    ["an account manager without any brand", ["account_manager"] as const, []],
  ])("%s finds nothing, and writes nothing", async (_, roles, brands) => {
    const { number, row } = await askedRequest();
    const outsider = await member([...roles], "Out Sider", brands);
    const deeds: ((context: StaffRequestContext) => Promise<unknown>)[] = [
      (context) => answerRequest(context, answer(number)),
      (context) => noteRequest(context, answer(number)),
      (context) => takeRequest(context, { number }),
      (context) => assignRequest(context, { number, owner: manager.id }),
      (context) => standIn(context, { number, for: manager.id }),
      (context) => setRequestStatus(context, { number, status: "closed", from: "new" }),
      (context) => setDue(context, { number, day: "2027-01-04" }),
    ];
    for (const deed of deeds) expect(await refusal(act(outsider, deed))).toMatch(/^NOT_FOUND/);
    // The database itself shows them no row, whatever a query asks for.
    const shown = await act(outsider, ({ db }) => db.select({ id: requests.id }).from(requests));
    expect(shown.map(({ id }) => id)).not.toContain(row.id);
    const now = await stored(row.id);
    expect([now.row, now.said.length, now.notes, now.events]).toEqual([row, 1, [], []]);
  });
});
