import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { STAFF_ROLES } from "@/db/schema/constants";
import { rightsTable } from "@/lib/site/roles/policy";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/*
 * The table of roles and rights is the code's word on who may do what. Here each room is opened in each role, and answers
 * as the table says: a page that is looser or stricter than the table fails.
 */

type Page = (props: never) => Promise<ReactNode>;
const page = (module: Promise<{ default: unknown }>) => module.then((loaded) => loaded.default as Page);

const ROOMS: readonly (readonly [right: string, page: () => Promise<Page>])[] = [
  ["Read cases", () => page(import("@/app/staff/cases/page"))],
  ["Answer chats", () => page(import("@/app/staff/chat/page"))],
  ["Answer chats", () => page(import("@/app/staff/chat/chats/page"))],
  ["Answer requests and see renewals", () => page(import("@/app/staff/requests/page"))],
  ["Answer requests and see renewals", () => page(import("@/app/staff/renewals/page"))],
  ["Read invoices, payments and their events", () => page(import("@/app/staff/payments/page"))],
  ["Read invoices, payments and their events", () => page(import("@/app/staff/payments/events/page"))],
  ["See the team and record own absences", () => page(import("@/app/staff/team/page"))],
  ["See the team and record own absences", () => page(import("@/app/staff/team/roles/page"))],
  ["Read companies and contacts", () => page(import("@/app/staff/companies/page"))],
  ["Read companies and contacts", () => page(import("@/app/staff/contacts/page"))],
  ["Approve or decline who waits for an account", () => page(import("@/app/staff/contacts/waiting/page"))],
  ["Invite colleagues, change roles, hand over work", () => page(import("@/app/staff/team/accounts/page"))],
  ["Hand decisions back to the ERP", () => page(import("@/app/staff/decisions/page"))],
  ["Edit the home page", () => page(import("@/app/staff/home-page/page"))],
  ["Edit canned replies", () => page(import("@/app/staff/replies/page"))],
  ["Edit hours and days off", () => page(import("@/app/staff/hours/page"))],
  ["Edit and publish resources", () => page(import("@/app/staff/resources/page"))],
  ["Edit who is on call", () => page(import("@/app/staff/hours/on-call/page"))],
  ["Read the log of sent mail", () => page(import("@/app/staff/mail/page"))],
  ["Read received mail", () => page(import("@/app/staff/mail/received/page"))],
  ["Read the audit log and histories", () => page(import("@/app/staff/audit/page"))],
];

const table = new Map(rightsTable().map(({ right, roles }) => [right, roles]));

describe("the table of roles and rights", () => {
  it("gives every right to somebody, and no right to everybody", () => {
    for (const [right, roles] of table) {
      expect(roles.size, right).toBeGreaterThan(0);
      expect(roles.size, right).toBeLessThan(STAFF_ROLES.length);
    }
  });

  it("has each right once", () => expect(rightsTable()).toHaveLength(table.size));

  it.each(STAFF_ROLES)("is what the rooms answer to the role %s", async (role) => {
    const { id } = await member([role]);
    for (const [right, load] of ROOMS) {
      const props = { searchParams: Promise.resolve({}), params: Promise.resolve({}) };
      const seen = await seePage((await load()) as never, { brand: "cimsoft", account: { kind: "staff", id } }, props);
      expect(seen.status, `${right} for ${role}`).toBe(table.get(right)?.has(role) ? 200 : 403);
    }
  });

  it("is drawn on its page with a yes or a no for every role", async () => {
    const { id } = await member(["account_manager"]);
    const load = await page(import("@/app/staff/team/roles/page"));
    const seen = await seePage(load as never, { brand: "cimsoft", account: { kind: "staff", id } }, {});
    if (seen.status !== 200) throw new Error(`answered ${seen.status}`);
    const answers = seen.html.match(/>(Yes|No)<\/span>/g) ?? [];
    expect(answers).toHaveLength(table.size * STAFF_ROLES.length);
  });
});
