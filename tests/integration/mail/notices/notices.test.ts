import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { GET as openAsClient } from "@/app/(portal)/notices/[id]/route";
import { GET as countRoute } from "@/app/api/notices/route";
import { GET as openAsStaff } from "@/app/staff/notices/[id]/route";
import { contacts, messages, notices, threadParticipants } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { LiveHub } from "@/lib/live/hub";
import { listNotices } from "@/lib/mail/notices/queries";
import { NOTICES_PAGE_SIZE } from "@/lib/mail/notices/schema";
import { markAllRead, openNotice } from "@/lib/mail/notices/service";
import { markRead } from "@/lib/threads/service";
import { asContact, asMember, hear } from "@/tests/integration/live/support";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  nobodysId,
  staffViewer,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { noticesOf, ring, titles, unreadOf } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let hub = new LiveHub();
afterEach(async () => {
  await hub.closeAll();
  hub = new LiveHub();
});

const ARRIVED = "Your payment of $100.00 has arrived: CP-7K3M9XQ2TD";

async function createReader(brand: "cimsoft" | "insource" = "cimsoft") {
  const company = await createCompany({ brand });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const contact = await createContact(company, { casesScope: "own", requestsScope: "own", pay: true });
  const person = { kind: "contact", id: contact.id } as const;
  return { company, contact, person, viewer: clientViewer(contact), brand };
}

describe("a notice", () => {
  it("is made once however often its event is told, with words and a path, and unread", async () => {
    const { person, viewer } = await createReader();
    const dedupeKey = nobodysId();
    await Promise.all([1, 2, 3].map(() => ring(person, "payment-receipt", { dedupeKey })));
    await ring(person, "payment-receipt", { dedupeKey });
    expect(await noticesOf(person)).toMatchObject([
      { title: ARRIVED, path: "/invoices/payments/CP-7K3M9XQ2TD", readAt: null },
    ]);
    expect(await titles(viewer)).toEqual([ARRIVED]);
    expect(await unreadOf(viewer)).toBe(1);
  });

  it("is not made for kinds that are not worth one", async () => {
    const { person } = await createReader();
    await ring(person, "case-received");
    await ring(person, "payment-processing");
    expect(await noticesOf(person)).toEqual([]);
  });

  it("is seen by the person whom it is for alone: no colleague, no other brand, no staff", async () => {
    const { company, person, viewer, contact } = await createReader();
    await ring(person, "password-changed");
    const [notice] = await noticesOf(person);
    const colleague = clientViewer(await createContact(company, { casesScope: "company", requestsScope: "company" }));
    const elsewhere = { ...clientViewer(contact), brand: "insource" };
    const administrator = staffViewer(await createStaff(["administrator"]));
    for (const outsider of [colleague, elsewhere, administrator]) {
      expect(await titles(outsider)).toEqual([]);
      expect(await unreadOf(outsider)).toBe(0);
      expect(await runAsViewer(outsider, "write", (context) => openNotice(context, notice?.id ?? ""))).toBeNull();
      // The database alone, without the query's own wall.
      const rows = await runAsViewer(outsider, "write", async ({ db }) => {
        await db.update(notices).set({ readAt: new Date() });
        return db.select().from(notices);
      });
      expect(rows).toEqual([]);
    }
    expect(await unreadOf(viewer)).toBe(1);
  });

  it("vanishes with the right to see its thread, and with the right to money", async () => {
    const { company, contact, person, viewer } = await createReader();
    const other = await createContact(company, { casesScope: "own" });
    const filed = await createCase(company, other, { participants: [contact] });
    const asked = await createRequest(company, contact);
    await ring(person, "case-message", { threadId: filed.id });
    await ring(person, "request-message", { threadId: asked.id });
    await ring(person, "payment-failed");
    expect(await unreadOf(viewer)).toBe(3);
    await asSystem("test world", (db) =>
      db.delete(threadParticipants).where(eq(threadParticipants.threadId, filed.id)),
    );
    expect(await titles(viewer)).toHaveLength(2);
    const bare = await runAsViewer(viewer, "read", ({ db }) => db.select({ kind: notices.kind }).from(notices));
    expect(bare.map(({ kind }) => kind)).not.toContain("case-message");
    await asSystem("test world", (db) =>
      db.update(contacts).set({ billing: false, pay: false }).where(eq(contacts.id, contact.id)),
    );
    const poorer = { ...viewer, rights: { ...viewer.rights, billing: false, pay: false } };
    expect(await titles(poorer)).toEqual(["Dana Whitfield wrote in C-100001: Historian stops"]);
    // Moved to another company: the request stays behind.
    const moved = { ...poorer, companyId: (await createCompany()).id };
    expect(await titles(moved)).toEqual([]);
  });

  it("of a contact's own request stays after the contact has moved to another company", async () => {
    const { company, contact, person } = await createReader();
    const asked = await createRequest(company, contact, { kind: "change" });
    const other = await createRequest(company, contact);
    await asSystem("test world", (db) =>
      db.update(contacts).set({ primaryCompanyId: null }).where(eq(contacts.id, contact.id)),
    );
    await ring(person, "request-message", { threadId: asked.id });
    await ring(person, "request-closed", { threadId: other.id });
    const alone = clientViewer({ ...contact, primaryCompanyId: null });
    expect(await titles(alone)).toEqual(["Dana Whitfield wrote in C-100001: Historian stops"]);
    expect(await unreadOf(alone)).toBe(1);
  });

  it("for staff vanishes with the role, and with the brand", async () => {
    const { company, contact } = await createReader();
    const asked = await createRequest(company, contact);
    const member = await createStaff(["account_manager"]);
    await ring({ kind: "staff", id: member.id }, "request-for-team", { threadId: asked.id });
    expect(await titles(staffViewer(member))).toHaveLength(1);
    expect(await titles({ ...staffViewer(member), roles: ["support_agent"] })).toEqual([]);
    expect(await titles(staffViewer(member, ["insource"]))).toEqual([]);
  });

  it("is marked as read with its thread, and stays unread where something came after that", async () => {
    const { company, contact, person, viewer } = await createReader();
    const asked = await createRequest(company, contact);
    await ring(person, "request-message", { threadId: asked.id });
    expect(await unreadOf(viewer)).toBe(1);
    await runAsViewer(viewer, "write", (context) => markRead(context, asked.id));
    expect(await unreadOf(viewer)).toBe(0);
    // The notice is made after the message was on the screen.
    await ring(person, "request-message", { threadId: asked.id });
    expect(await unreadOf(viewer)).toBe(0);
    const second = await createRequest(company, contact);
    await runAsViewer(viewer, "write", (context) => markRead(context, second.id));
    await asSystem("test world", async (db) => {
      const author = { authorKind: "contact", authorId: contact.id, authorName: contact.name } as const;
      await db
        .insert(messages)
        .values({ id: nobodysId(), brand: "cimsoft", threadId: second.id, body: "More.", ...author });
    });
    await ring(person, "request-message", { threadId: second.id });
    expect(await unreadOf(viewer)).toBe(1);
  });
});

describe("the list of notices", () => {
  it("has pages that begin where the last one ended, by day, and marks all as read at once", async () => {
    const { person, viewer } = await createReader();
    const other = await createReader();
    const total = NOTICES_PAGE_SIZE * 2 + 3;
    for (let n = 0; n < total; n++) await ring(person, "payment-failed");
    await ring(other.person, "payment-failed");
    const read = (cursor: Parameters<typeof listNotices>[1]) =>
      runAsViewer(viewer, "read", (context) => listNotices(context, cursor, { zone: "America/New_York" }));
    const ids: string[] = [];
    let page = await read(null);
    expect(page.unread).toBe(total);
    expect(page.previous).toBeNull();
    for (;;) {
      ids.push(...page.days.flatMap(({ rows }) => rows.map(({ id }) => id)));
      if (!page.next) break;
      page = await read(page.next);
    }
    expect(new Set(ids).size).toBe(total);
    expect(ids).toHaveLength(total);
    const back = await read(page.previous);
    expect(back.days.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(
      ids.slice(NOTICES_PAGE_SIZE, NOTICES_PAGE_SIZE * 2),
    );
    await runAsViewer(viewer, "write", (context) => markAllRead(context));
    expect(await unreadOf(viewer)).toBe(0);
    expect(await unreadOf(other.viewer)).toBe(1);
  });

  it("says when each came, in the reader's time zone and with its name", async () => {
    const { person, viewer } = await createReader();
    await ring(person, "payment-failed");
    const at = new Date("2026-11-21T21:05:00Z");
    await asSystem("test world", (db) =>
      db.update(notices).set({ createdAt: at }).where(eq(notices.personId, person.id)),
    );
    const read = async (zone: string) => {
      const page = await runAsViewer(viewer, "read", (context) => listNotices(context, null, { zone }));
      return page.days.map(({ day, rows }) => [day, ...rows.map(({ when }) => when)]);
    };
    expect(await read("America/New_York")).toEqual([["Nov 21, 2026", "4:05 p.m. Eastern"]]);
    expect(await read("Europe/Paris")).toEqual([["Nov 21, 2026", "10:05 p.m. Central European Time"]]);
    expect(await read("Asia/Tokyo")).toEqual([["Nov 22, 2026", "6:05 a.m. Japan Standard Time"]]);
  });
});

describe("opening a notice", () => {
  it("leads to what it tells of and marks it as read; to others it does not exist", async () => {
    const { person, contact, viewer, company } = await createReader();
    await ring(person, "payment-failed");
    const [notice] = await noticesOf(person);
    const id = notice?.id ?? "";
    const cookie = await sessionCookie(person, "cimsoft");
    const ask = (over: object = {}) =>
      visit(openAsClient, { brand: "cimsoft", path: `/notices/${id}`, params: { id }, cookie, ...over });
    const colleague = await createContact(company);
    const strange = await ask({ cookie: await sessionCookie({ kind: "contact", id: colleague.id }, "cimsoft") });
    expect(strange.status).toBe(404);
    const out = await ask({ cookie: undefined });
    expect([out.status, out.headers.get("location")]).toEqual([
      307,
      `/login?next=${encodeURIComponent(`/notices/${id}`)}`,
    ]);
    expect((await ask({ headers: { "sec-purpose": "prefetch" } })).status).toBe(204);
    expect(await unreadOf(viewer)).toBe(1);
    const opened = await ask();
    expect([opened.status, opened.headers.get("location")]).toEqual([303, "/invoices/payments/CP-7K3M9XQ2TD"]);
    expect(await unreadOf(viewer)).toBe(0);
    expect((await ask({ params: { id: "x" } })).status).toBe(404);
    const member = await createStaff(["administrator"]);
    const asStaff = await visit(openAsStaff, {
      ...{ brand: "cimsoft", path: `/staff/notices/${id}`, params: { id } },
      cookie: await sessionCookie({ kind: "staff", id: member.id }, "cimsoft"),
    });
    expect(asStaff.status).toBe(404);
    expect(contact.id).toBe(person.id);
  });
});

describe("the bell of notices", () => {
  it("is counted for whoever is signed in, and for nobody else", async () => {
    const { person } = await createReader();
    await ring(person, "payment-failed");
    const ask = (cookie?: string) => visit(countRoute, { brand: "cimsoft", path: "/api/notices", params: {}, cookie });
    expect((await ask()).status).toBe(404);
    const answer = await ask(await sessionCookie(person, "cimsoft"));
    expect(await answer.json()).toEqual({ unread: 1, at: expect.any(Number) });
  });

  it("changes in the person's own windows alone, when a notice comes and when it is read", async () => {
    const { company, contact, person, viewer } = await createReader();
    const colleague = await createContact(company, { casesScope: "company" });
    const member = await createStaff(["administrator"]);
    const own = await hear(hub, asContact(contact));
    const others = [await hear(hub, asContact(colleague)), await hear(hub, asMember(member))];
    await ring(person, "payment-failed");
    await own.until(() => own.news.length === 1);
    expect(own.news).toEqual([{ type: "event", thread: "", kind: "notice" }]);
    await runAsViewer(viewer, "write", (context) => markAllRead(context));
    await own.until(() => own.news.length === 2);
    await hub.closeAll();
    for (const reading of others) {
      await reading.over();
      expect(reading.news).toEqual([]);
    }
  });
});
