import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import UnsubscribePage from "@/app/(auth)/unsubscribe/[token]/page";
import { GET, POST } from "@/app/api/unsubscribe/[token]/route";
import { mailPreferences } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import { brandByKey } from "@/lib/gate/brand/load";
import type { MailKind } from "@/lib/mail/kinds";
import { unsubscribeAction } from "@/lib/mail/notices/unsubscribe/actions";
import { isReminderKind, REMINDER_KINDS } from "@/lib/mail/reminder-kinds";
import { readUnsubscribeToken, unsubscribeToken } from "@/lib/mail/unsubscribe/token";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, createStaff, nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const ONE_CLICK = "List-Unsubscribe=One-Click";

async function post(
  token: string,
  { brand = "cimsoft", body = ONE_CLICK, type = "application/x-www-form-urlencoded" } = {},
) {
  const { origin } = await brandByKey(brand);
  const request = new Request(`${origin}/api/unsubscribe/${encodeURIComponent(token)}`, {
    method: "POST",
    // As a mail provider asks: neither a cookie nor an Origin.
    headers: { host: new URL(origin).host, "content-type": type },
    body,
  });
  return POST(request, { params: Promise.resolve({ token }) });
}

const chosenBy = ({ id }: AccountKey) =>
  asSystem("test look", (db) =>
    db
      .select({ kind: mailPreferences.kind, wanted: mailPreferences.wanted })
      .from(mailPreferences)
      .where(eq(mailPreferences.personId, id)),
  );

const newContact = async (brand = "cimsoft"): Promise<AccountKey> => {
  const { id } = await createContact(await createCompany({ brand }));
  return { kind: "contact", id };
};
const see = async (token: string, query: Record<string, string> = {}, brand = "cimsoft") => {
  const seen = await seePage(
    UnsubscribePage,
    { brand },
    {
      params: Promise.resolve({ token }),
      searchParams: Promise.resolve(query),
    },
  );
  return seen.status === 200 ? seen.html : `status ${seen.status}`;
};

describe("one click that stops a kind of mail", () => {
  it.each([
    ["application/x-www-form-urlencoded", ONE_CLICK],
    [
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])("needs no session and no Origin, as %s, and changes that person's one kind", async (type, body) => {
    const person = await newContact();
    const other = await newContact();
    const answer = await post(unsubscribeToken({ person, kind: "case-message" }), { type, body });
    expect(answer.status).toBe(200);
    expect(await chosenBy(person)).toEqual([{ kind: "case-message", wanted: false }]);
    expect(await chosenBy(other)).toEqual([]);
    expect((await post(unsubscribeToken({ person, kind: "case-message" }), { type, body })).status).toBe(200);
    expect(await chosenBy(person)).toHaveLength(1);
  });

  it("works for staff on the hosts of their brands", async () => {
    const { id } = await createStaff(["support_agent"], { brands: ["cimsoft"] });
    const token = unsubscribeToken({ person: { kind: "staff", id }, kind: "case-for-agents" });
    expect((await post(token, { brand: "insource" })).status).toBe(404);
    expect((await post(token)).status).toBe(200);
    expect(await chosenBy({ kind: "staff", id })).toEqual([{ kind: "case-for-agents", wanted: false }]);
  });

  it("of the daily mail stops all that comes with it, and nothing else", async () => {
    const person = await newContact();
    await asSystem("test world", (db) =>
      db.insert(mailPreferences).values([
        { personKind: person.kind, personId: person.id, kind: "case-message", wanted: true, daily: true },
        { personKind: person.kind, personId: person.id, kind: "request-message", wanted: true, daily: false },
      ]),
    );
    expect((await post(unsubscribeToken({ person, kind: "daily-digest" }))).status).toBe(200);
    const chosen = await chosenBy(person);
    const reminders = chosen.filter(({ kind }) => isReminderKind(kind));
    expect(reminders.map(({ kind }) => kind).sort()).toEqual(Object.keys(REMINDER_KINDS).sort());
    expect(reminders.some(({ wanted }) => wanted)).toBe(false);
    const others = chosen.filter(({ kind }) => !isReminderKind(kind));
    expect(others.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: "case-message", wanted: false },
      { kind: "request-message", wanted: true },
    ]);
  });

  it("changes nothing without the words of RFC 8058, or when it is only opened", async () => {
    const person = await newContact();
    const token = unsubscribeToken({ person, kind: "case-message" });
    expect((await post(token, { body: "" })).status).toBe(400);
    const { origin } = await brandByKey("cimsoft");
    const opened = await GET(new Request(`${origin}/api/unsubscribe/x`), { params: Promise.resolve({ token }) });
    expect([opened.status, opened.headers.get("location")]).toEqual([303, `/unsubscribe/${encodeURIComponent(token)}`]);
    expect(await see(token)).toContain("Stop these mails");
    expect(await chosenBy(person)).toEqual([]);
  });
});

describe("a token that stops a kind of mail", () => {
  it("is good for its own person and kind alone", async () => {
    const person = await newContact();
    const other = await newContact();
    const token = unsubscribeToken({ person, kind: "case-message" });
    const [who, , kind, proof] = token.split(".");
    const forged = [
      `${who}.${other.id}.${kind}.${proof}`,
      `${who}.${person.id}.case-closed.${proof}`,
      `staff.${person.id}.${kind}.${proof}`,
      `${who}.${person.id}.${kind}.${"A".repeat(43)}`,
      `${who}.${person.id}.${kind}.${proof}x`,
      `${who}.${person.id}.${kind}`,
      `${who}.${person.id}.constructor.${proof}`,
      "",
      "x",
    ];
    for (const wrong of forged) {
      expect(readUnsubscribeToken(wrong), wrong).toBeNull();
      expect((await post(wrong)).status, wrong).toBe(404);
      expect(await see(wrong), wrong).toContain("This link does not work");
      expect((await send(unsubscribeAction, { brand: "cimsoft" }, { token: wrong })).kind, wrong).toBe("missing");
    }
    expect(await chosenBy(person)).toEqual([]);
    expect(await chosenBy(other)).toEqual([]);
  });

  it("stops no kind that nobody may switch off, and nothing on another brand or of nobody", async () => {
    const person = await newContact("insource");
    for (const kind of ["password-reset", "payment-receipt"] as MailKind[]) {
      expect((await post(unsubscribeToken({ person, kind }), { brand: "insource" })).status).toBe(404);
    }
    const token = unsubscribeToken({ person, kind: "case-message" });
    expect((await post(token)).status).toBe(404);
    expect(await see(token)).toContain("This link does not work");
    expect((await send(unsubscribeAction, { brand: "cimsoft" }, { token })).kind).toBe("missing");
    const nobody = unsubscribeToken({ person: { kind: "contact", id: nobodysId() }, kind: "case-message" });
    expect((await post(nobody)).status).toBe(404);
    expect(await chosenBy(person)).toEqual([]);
  });
});

describe("the page that stops a kind of mail", () => {
  it("asks, stops it by its form without a session, and then says so", async () => {
    const person = await newContact();
    const token = unsubscribeToken({ person, kind: "case-message" });
    expect(await see(token)).toContain("Messages in support cases");
    const done = await send(unsubscribeAction, { brand: "cimsoft" }, { token });
    expect(done).toEqual({ kind: "redirected", to: `/unsubscribe/${encodeURIComponent(token)}?done=1` });
    expect(await chosenBy(person)).toEqual([{ kind: "case-message", wanted: false }]);
    expect(await see(token)).toContain("These mails have stopped");
  });
});
