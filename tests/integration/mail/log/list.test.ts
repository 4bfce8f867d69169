import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { outbox } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { contentOf } from "@/lib/mail/log/content";
import { findMail, listMail } from "@/lib/mail/log/queries";
import { MAIL_STATUSES } from "@/lib/mail/log/rules";
import { MAIL_PAGE_SIZE, mailHref, parseMailFilters } from "@/lib/mail/log/schema";
import { createToken, enqueue, enqueueChanged, newAddress } from "@/tests/integration/mail/support";
import { createStaff, nobodysId, staffViewer, unique } from "@/tests/support/world";

const administrator = async (brands: ("cimsoft" | "insource")[] = ["cimsoft", "insource"]) =>
  staffViewer(await createStaff(["administrator"], { brands }), brands);

const list = (viewer: StaffViewer, raw: Record<string, string>) =>
  runAsViewer(viewer, "read", (context) => listMail(context, parseMailFilters(raw), { zone: "America/New_York" }));
const find = (viewer: StaffViewer, id: string) => runAsViewer(viewer, "read", (context) => findMail(context, id));

const set = (id: string, change: Partial<typeof outbox.$inferInsert>) =>
  asSystem("test world", (db) => db.update(outbox).set(change).where(eq(outbox.id, id)));

describe("the mail log", () => {
  it("is shown to administrators, for their own brands", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to, { brand: "insource" });
    expect((await list(await administrator(), { q: to })).rows).toMatchObject([{ id, to, status: "queued" }]);
    const outsiders = [await administrator(["cimsoft"])];
    for (const role of ["account_manager", "subscription_manager", "support_agent", "marketing"] as StaffRole[]) {
      outsiders.push(staffViewer(await createStaff([role])));
    }
    for (const viewer of outsiders) {
      expect(await list(viewer, { q: to })).toMatchObject({ rows: [], count: 0 });
      expect(await find(viewer, id)).toBeNull();
      const bare = await runAsViewer(viewer, "read", ({ db }) => db.select().from(outbox).where(eq(outbox.id, id)));
      expect(bare).toEqual([]);
    }
  });

  it("shows the status of each mail, and is filtered by it", async () => {
    const viewer = await administrator();
    const name = unique("stand");
    const make = async (change: Partial<typeof outbox.$inferInsert>) => {
      const id = await enqueueChanged(`${name}.${nobodysId()}@client.example`);
      await set(id, change);
      return id;
    };
    const made = {
      queued: await make({ state: "sending" }),
      sent: await make({ state: "sent", providerId: nobodysId() }),
      dead: await make({ state: "dead", lastError: "422 validation_error" }),
      withheld: await make({ state: "withheld", lastError: "The account was closed" }),
    };
    for (const standing of MAIL_STATUSES) {
      const found = await list(viewer, { q: name, standing });
      const expected = standing in made ? [made[standing as keyof typeof made]] : [];
      expect([standing, found.rows.map(({ id }) => id)]).toEqual([standing, expected]);
      expect(found.rows.every((row) => row.status === standing)).toBe(true);
    }
    expect((await find(viewer, made.dead))?.reason).toBe("422 validation_error");
    expect((await list(viewer, { q: name })).count).toBe(4);
    expect((await list(viewer, { q: name, brand: "insource" })).count).toBe(0);
    expect((await list(viewer, { q: name, kind: "password-changed" })).count).toBe(4);
    expect((await list(viewer, { q: name, kind: "case-message" })).count).toBe(0);
    expect((await list(viewer, { q: "%" })).count).toBe(0);
  });

  it("says each mail's subject in its brand's words, and its kind alone where the words are not kept", async () => {
    const viewer = await administrator();
    const to = newAddress();
    const closed = await enqueue({
      ...{ kind: "case-closed", to, brand: "insource" },
      props: {
        number: "C-100001",
        subject: "<b>Stops</b>",
        companyName: "Keystone",
        by: null,
        reason: "solved",
        into: null,
      },
    });
    const tokenId = await createToken({ kind: "contact", id: nobodysId() });
    const reset = await enqueue({ kind: "password-reset", to, props: { tokenId } });
    const gone = await enqueueChanged(to);
    await set(gone, { props: { erased: true, other: null }, kind: "long-gone" });
    const { rows } = await list(viewer, { q: to });
    const subjects = new Map(rows.map(({ id, subject }) => [id, subject]));
    expect(subjects.get(closed)).toBe("[C-100001] <b>Stops</b>");
    expect(subjects.get(reset)).toMatch(/password/i);
    expect(subjects.get(gone)).toBeNull();
    expect(JSON.stringify(rows)).not.toContain(tokenId);
  });

  it("has pages that begin where the last one ended", async () => {
    const viewer = await administrator();
    const name = unique("pages");
    const total = MAIL_PAGE_SIZE + 2;
    for (let n = 0; n < total; n++) await enqueueChanged(`${name}.${n}@client.example`);
    const first = await list(viewer, { q: name });
    expect(first).toMatchObject({ from: 1, to: MAIL_PAGE_SIZE, count: total, previous: null });
    const filters = parseMailFilters({ q: name });
    const address = new URL(mailHref(filters, { cursor: first.next }), "http://x");
    const second = await list(viewer, Object.fromEntries(address.searchParams));
    expect(second).toMatchObject({ from: MAIL_PAGE_SIZE + 1, to: total, next: null });
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(total);
    const back = new URL(mailHref(filters, { cursor: second.previous }), "http://x");
    expect((await list(viewer, Object.fromEntries(back.searchParams))).rows).toEqual(first.rows);
    expect(await list(viewer, { q: name, after: "junk" })).toMatchObject({ from: 1 });
  });
});

describe("one mail of the mail log", () => {
  it("is shown as it was sent, in the brand's look", async () => {
    const to = newAddress();
    const id = await enqueue({
      ...{ kind: "case-closed", to, toName: "Robin Meyer", brand: "insource" },
      props: {
        number: "C-100001",
        subject: "<b>Stops</b>",
        companyName: "Keystone",
        by: null,
        reason: "solved",
        into: null,
      },
    });
    const mail = await find(await administrator(), id);
    const content = mail && (await contentOf(mail));
    if (!content || !("mail" in content)) throw new Error("expected a mail");
    expect(content.mail.subject).toBe("[C-100001] <b>Stops</b>");
    expect(content.mail.html).toContain("&lt;b&gt;Stops&lt;/b&gt;");
    expect(content.mail.text).toContain("Hello Robin Meyer,");
    expect(content.mail.text).toContain("InSource");
  });

  it("is shown without a body where it signs in, and its token does not leave the database", async () => {
    const tokenId = await createToken({ kind: "contact", id: nobodysId() });
    for (const kind of ["password-reset", "first-sign-in"] as const) {
      const id = await enqueue({ kind, to: newAddress(), props: { tokenId } });
      const mail = await find(await administrator(), id);
      expect(mail?.props).toBeNull();
      expect(mail && (await contentOf(mail))).toEqual({ missing: "secret" });
      expect(JSON.stringify(mail)).not.toContain(tokenId);
    }
  });

  it("of a kind or shape that no longer exists is shown as such", async () => {
    const viewer = await administrator();
    for (const change of [{ kind: "long-gone" }, { props: { other: 1 } }]) {
      const id = await enqueueChanged(newAddress());
      await set(id, change);
      const mail = await find(viewer, id);
      expect(mail).not.toBeNull();
      if (!mail) continue;
      const content = await contentOf(mail);
      expect("missing" in content).toBe(true);
    }
  });
});
