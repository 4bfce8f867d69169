import { eq } from "drizzle-orm";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import LoginPage from "@/app/(auth)/login/page";
import TokenPage from "@/app/(auth)/reset-password/[token]/page";
import ResetPasswordPage from "@/app/(auth)/reset-password/page";
import CasePage from "@/app/(portal)/cases/[number]/page";
import StaffCasePage from "@/app/staff/cases/[number]/page";
import { companies, contacts, files } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { fileRow } from "@/tests/integration/files/support";
import { say } from "@/tests/integration/threads/cases/mail/support";
import { filedCase } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";
import { createStaff } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

type AnyPage = (props: never) => Promise<ReactNode>;
const MARKUP = '"><img src=x onerror=alert(1)>';
/** A word that nobody else says, in markup. */
const SAID = `canary-4711${MARKUP}`;

/** Every parameter that some page reads, and some that none does. */
const QUERY = Object.fromEntries(
  ["next", "notice", "sent", "error", "message", "e", "q", "files", "asked", "field"].map((name) => [name, SAID]),
);
const asked = (params: Readonly<Record<string, string>>) => ({
  params: Promise.resolve(params),
  searchParams: Promise.resolve(QUERY),
});

async function htmlOf(page: AnyPage, who: Parameters<typeof seePage>[1], params: Record<string, string> = {}) {
  const seen = await seePage(page as (props: object) => Promise<ReactNode>, who, asked(params));
  if (seen.status !== 200) throw new Error(`the page answered ${seen.status}`);
  return seen.html;
}

describe("what an address says", () => {
  it.each<[string, AnyPage]>([
    ["sign-in", LoginPage],
    ["asking for a link", ResetPasswordPage],
    ["setting a password", TokenPage],
  ])("stands on no page for everybody: %s", async (_what, page) => {
    expect(await htmlOf(page, { brand: "cimsoft" }, { token: SAID })).not.toContain("canary-4711");
  });

  it("stands on no page of a case, for its client or for staff", async () => {
    const { filer, number } = await filedCase();
    const agent = await createStaff(["support_agent"]);
    const client = { brand: "cimsoft", account: { kind: "contact", id: filer.id } } as const;
    const staff = { brand: "cimsoft", account: { kind: "staff", id: agent.id } } as const;
    expect(await htmlOf(CasePage, client, { number })).not.toContain("canary-4711");
    expect(await htmlOf(StaffCasePage, staff, { number })).not.toContain("canary-4711");
  });
});

describe("markup that a client has written", () => {
  it("is text on the client's page, and is text on the pages of staff too", async () => {
    const { company, filer, row, number } = await filedCase({ subject: SAID });
    const message = await say(row, filer, SAID);
    const file = await fileRow({ uploaderId: filer.id, name: SAID });
    await asSystem("test", async (db) => {
      await db.update(companies).set({ name: SAID }).where(eq(companies.id, company.id));
      await db.update(contacts).set({ name: SAID, jobTitle: SAID }).where(eq(contacts.id, filer.id));
      const place = { threadId: row.id, messageId: message, attachedAt: new Date() };
      await db.update(files).set(place).where(eq(files.id, file));
    });
    const agent = await createStaff(["support_agent"]);
    for (const html of [
      await htmlOf(CasePage, { brand: "cimsoft", account: { kind: "contact", id: filer.id } }, { number }),
      await htmlOf(StaffCasePage, { brand: "cimsoft", account: { kind: "staff", id: agent.id } }, { number }),
    ]) {
      expect(html.split("canary-4711").length).toBeGreaterThan(3);
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(html).not.toContain("<img src=x");
    }
  });
});
