import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET as searchAtOnce } from "@/app/api/search/route";
import { GET as exportAnswers } from "@/app/staff/answers/export/route";
import AnswersPage from "@/app/staff/answers/page";
import StaffSearchPage from "@/app/staff/search/page";
import { onCallRotas } from "@/db/schema";
import { recordManyLooks } from "@/lib/people/looks/service";
import { letPass } from "@/tests/integration/threads/promises/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  nobodysId,
  staffViewer,
} from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";
import { look, openedOf, somebody } from "./support";

/* What shows something of several companies at once: the hits of a search of staff, and answers in time. */

/** In the names and subjects of this file alone. */
const WORD = `Vermicular${nobodysId().slice(-8)}`;
/** By what a company is called in this file. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  for (const name of ["one", "two"]) {
    const company = await createCompany({ name: `${WORD} ${name}` });
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const contact = await createContact(company, { casesScope: "company", requestsScope: "company" });
    const late = await createCase(company, contact, { subject: `${WORD} valve` });
    await letPass(late.id, 600);
    ids[name] = company.id;
    if (name === "two") continue;
    await createChat(company, contact, { subject: `${WORD} talk` });
    await createRequest(company, contact, { subject: `${WORD} licenses` });
    await createInvoice(company, { lines: [WORD] });
    await createEstimate(company, { title: `${WORD} expansion` });
  }
});

const opened = (staffId: string) => openedOf(ids, staffId);

const searchPage = (account: Awaited<ReturnType<typeof somebody>>["account"], q: string) =>
  seePage(StaffSearchPage, { brand: "cimsoft", account }, { searchParams: Promise.resolve({ q }) });
const answersPage = (account: Awaited<ReturnType<typeof somebody>>["account"], query: Record<string, string>) =>
  seePage(AnswersPage, { brand: "cimsoft", account }, { searchParams: Promise.resolve(query) });

const ALL = ["one cases", "one contacts", "one money", "one requests", "two cases", "two contacts"];

describe("a search of staff", () => {
  it("is recorded for each company of which a hit shows something, on its page and while it is typed", async () => {
    const onPage = await somebody();
    expect(await searchPage(onPage.account, WORD)).toMatchObject({ status: 200 });
    expect(await opened(onPage.id)).toEqual(ALL);

    const typing = await somebody();
    const cookie = await sessionCookie(typing.account, "cimsoft");
    const asked = { brand: "cimsoft", params: {}, cookie, path: `/api/search?${new URLSearchParams({ q: WORD })}` };
    expect((await visit(searchAtOnce, asked)).status).toBe(200);
    expect(await opened(typing.id)).toEqual(ALL);
  });

  it("is no look at what the role does not find, and at nothing where nothing is found", async () => {
    const agent = await somebody(["support_agent"]);
    await searchPage(agent.account, WORD);
    expect(await opened(agent.id)).toEqual(["one cases", "one contacts", "two cases", "two contacts"]);
    const manager = await somebody(["account_manager"]);
    await searchPage(manager.account, `${WORD} talk`);
    expect(await opened(manager.id)).toEqual([]);
    const marketing = await somebody(["marketing"]);
    expect(await searchPage(marketing.account, WORD)).toMatchObject({ status: 200 });
    expect(await opened(marketing.id)).toEqual([]);
  });

  it("is recorded once a day, however often it is asked and from however many places at once", async () => {
    const { id, account } = await somebody();
    await Promise.all(Array.from({ length: 4 }, () => searchPage(account, WORD)));
    await searchPage(account, WORD);
    expect(await opened(id)).toEqual(ALL);
  });
});

describe("answers in time", () => {
  it("are a look at the companies of late answers that they list", async () => {
    const { id, account } = await somebody();
    expect(await answersPage(account, { q: `${WORD} two` })).toMatchObject({
      html: expect.stringContaining(`${WORD} valve`),
    });
    expect(await opened(id)).toEqual(["two cases"]);
  });

  it("are a look at each company that their figures name, or that was looked for", async () => {
    const { id, account } = await somebody();
    await answersPage(account, { q: WORD, by: "agreement" });
    expect(await opened(id)).toEqual(["one cases", "two cases"]);
  });

  it("as a file are a look at each company in it", async () => {
    const { id, account } = await somebody();
    const cookie = await sessionCookie(account, "cimsoft");
    const path = `/staff/answers/export?${new URLSearchParams({ q: WORD })}`;
    const answer = await visit(exportAnswers, { brand: "cimsoft", params: {}, cookie, path });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`${WORD} two`);
    expect(await opened(id)).toEqual(["one cases", "two cases"]);
  });

  it("of others are no look of whoever reads but their own", async () => {
    const { id, account } = await somebody(["support_agent"]);
    await answersPage(account, { q: WORD, by: "agreement" });
    expect(await opened(id)).toEqual([]);
    await look((db) =>
      db.insert(onCallRotas).values({
        ...{ brand: "cimsoft", phone: "+17175550101", handoverWeekday: 1, handoverTime: "08:30" },
        ...{ firstDay: "2026-11-02", leadId: id },
      }),
    );
    await answersPage(account, { q: WORD });
    expect(await opened(id)).toEqual(["one cases", "two cases"]);
  });
});

describe("what cannot be recorded", () => {
  it("is not shown", async () => {
    await look((db) =>
      db.execute(
        sql`create function looks_full() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$`,
      ),
    );
    await look((db) =>
      db.execute(sql`create trigger looks_a_full before insert on looks for each row execute function looks_full()`),
    );
    try {
      const { account } = await somebody();
      await expect(searchPage(account, WORD)).rejects.toThrow();
      await expect(answersPage(account, { q: WORD })).rejects.toThrow();
      const cookie = await sessionCookie(account, "cimsoft");
      for (const [route, path] of [
        [searchAtOnce, "/api/search"],
        [exportAnswers, "/staff/answers/export"],
      ] as const) {
        const asked = { brand: "cimsoft", params: {}, cookie, path: `${path}?${new URLSearchParams({ q: WORD })}` };
        expect((await visit(route, asked)).status, path).toBeGreaterThanOrEqual(500);
      }
    } finally {
      await look((db) => db.execute(sql`drop trigger looks_a_full on looks`));
    }
  });

  it("is one write: of a company of another brand among them nothing is recorded", async () => {
    const viewer = staffViewer(await createStaff(["administrator"]), ["cimsoft"]);
    const company = await createCompany({ brand: "insource" });
    const both = [
      { brand: "cimsoft", companyId: ids.one ?? "", kinds: ["money"] as const },
      { brand: "insource", companyId: company.id, kinds: ["money"] as const },
    ];
    await expect(recordManyLooks(viewer, both)).rejects.toThrow();
    expect(await opened(viewer.staffId)).toEqual([]);
  });
});
