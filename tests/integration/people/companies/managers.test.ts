import { and, asc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { accountTeamMembers, portalDecisions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { FormUsed } from "@/lib/errors";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { assignManagerAction, bulkAssignManagerAction } from "@/lib/people/edits/companies/managers/actions";
import { findCompanyDeed, listManagerChoices } from "@/lib/people/edits/companies/managers/queries";
import type { ManagerRole } from "@/lib/people/edits/companies/managers/schema";
import { assignManager, assignManagers } from "@/lib/people/edits/companies/managers/service";
import { historyOf, STRANGERS, stranger } from "@/tests/integration/people/contacts/support";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { act, type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createTeamMember, nobodysId } from "@/tests/support/world";

/* Who looks after companies, where the ERP does not say. */

let administrator: Member;
let colleague: Member;
let dana: Member;
let kim: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
  colleague = await member(["administrator"], "Ruth Adeyemi");
  dana = await member(["account_manager"], "Dana Whitfield");
  kim = await member(["account_manager"], "Kim Duarte");
});

const assign = (who: Member, company: string, person?: Member, role: ManagerRole = "account_manager") =>
  act(who, (context) => assignManager(context, { company, role, person: person?.id ?? "nobody" }));
const many = (who: Member, numbers: string[], person?: Member, id = uuidv7()) =>
  act(who, (context) =>
    assignManagers(context, { id, numbers, role: "account_manager", person: person?.id ?? "nobody", query: "" }),
  );
const deedOf = (who: Member, id: string) => read(who, (context) => findCompanyDeed(context, id));
const teamOf = async (company: string, role: ManagerRole = "account_manager") => {
  const rows = await asSystem("test looks", (db) =>
    db
      .select({ name: accountTeamMembers.name })
      .from(accountTeamMembers)
      .where(and(eq(accountTeamMembers.companyId, company), eq(accountTeamMembers.role, role)))
      .orderBy(asc(accountTeamMembers.name)),
  );
  return rows.map(({ name }) => name);
};

describe("the manager of a company", () => {
  it("is assigned in place of whom the portal put there, and imports are told to leave it alone", async () => {
    const { id } = await createCompany();
    expect(await assign(administrator, id, dana)).toBe(true);
    expect(await assign(administrator, id, dana)).toBe(false);
    expect(await assign(administrator, id, kim)).toBe(true);
    expect(await assign(administrator, id, dana, "subscription_manager")).toBe(true);
    expect([await teamOf(id), await teamOf(id, "subscription_manager")]).toEqual([["Kim Duarte"], ["Dana Whitfield"]]);
    expect(await assign(administrator, id)).toBe(true);
    expect(await assign(administrator, id)).toBe(false);
    expect(await teamOf(id)).toEqual([]);
    expect((await historyOf(id)).map(({ action, details }) => [action, details])).toEqual([
      ["company.manager-assigned", { role: "account_manager", from: kim.id, to: null }],
      ["company.manager-assigned", { role: "subscription_manager", from: null, to: dana.id }],
      ["company.manager-assigned", { role: "account_manager", from: dana.id, to: kim.id }],
      ["company.manager-assigned", { role: "account_manager", from: null, to: dana.id }],
    ]);
    const decided = await asSystem("test looks", (db) =>
      db.select().from(portalDecisions).where(eq(portalDecisions.companyId, id)),
    );
    expect(new Set(decided.map(({ name, role, outcome }) => `${name} ${role} ${outcome}`))).toEqual(
      new Set([
        "Dana Whitfield account_manager removed",
        "Kim Duarte account_manager removed",
        "Dana Whitfield subscription_manager added",
      ]),
    );
  });

  it("stays where the ERP names one, in that role alone; a closed company gets none, and nobody who does not answer", async () => {
    const named = await createCompany();
    await createTeamMember(named, { name: "Of the ERP" });
    await expect(assign(administrator, named.id, dana)).rejects.toMatchObject({
      code: "INVALID",
      message: "The ERP names its account manager.",
    });
    await expect(assign(administrator, named.id)).rejects.toMatchObject({ code: "INVALID" });
    expect(await assign(administrator, named.id, dana, "subscription_manager")).toBe(true);
    expect(await teamOf(named.id)).toEqual(["Of the ERP"]);
    const closed = await createCompany({ closedAt: new Date() });
    await expect(assign(administrator, closed.id, dana)).rejects.toMatchObject({ code: "INVALID" });
    const open = await createCompany();
    for (const who of [
      await member(["support_agent"], "No manager"),
      await member(["account_manager"], "Elsewhere", ["insource"]),
    ]) {
      await expect(assign(administrator, open.id, who), who.name).rejects.toMatchObject({ field: "person" });
    }
    expect([await teamOf(closed.id), await teamOf(open.id)]).toEqual([[], []]);
  });

  it("is chosen among colleagues of the viewer's brands who answer requests", async () => {
    const elsewhere = await member(["account_manager"], "Elsewhere", ["insource"]);
    const agent = await member(["support_agent"], "An agent");
    const ids = (await read(administrator, (context) => listManagerChoices(context, "cimsoft"))).map(({ id }) => id);
    expect([dana, kim].every(({ id }) => ids.includes(id))).toBe(true);
    expect([elsewhere, agent].some(({ id }) => ids.includes(id))).toBe(false);
    const own = await member(["administrator"], "Of one brand", ["cimsoft"]);
    expect((await read(own, (context) => listManagerChoices(context))).some(({ id }) => id === elsewhere.id)).toBe(
      false,
    );
  });
});

describe("companies that are chosen together", () => {
  it("are assigned one by one, and it is told which were left alone and why", async () => {
    const [free, mine, named] = [await createCompany(), await createCompany(), await createCompany()];
    await assign(administrator, mine.id, dana);
    await createTeamMember(named);
    const numbers = [free.id, mine.id, named.id, nobodysId(), free.id];
    const { id } = await many(administrator, numbers, dana);
    const deed = await deedOf(administrator, id);
    expect(outcomeWords("assign", deed?.rows ?? [])).toBe(
      "1 assigned, 1 was already assigned so, 1 could not be assigned, 1 was not found.",
    );
    expect(deed?.left).toEqual([{ id: named.id, name: named.name, why: "The ERP names its account manager" }]);
    expect(deed?.isUndoable).toBe(false);
    await many(administrator, numbers, dana, id);
    await expect(many(administrator, numbers, kim, id)).rejects.toBeInstanceOf(FormUsed);
    await expect(many(colleague, numbers, dana, id)).rejects.toBeInstanceOf(FormUsed);
    expect(await teamOf(free.id)).toEqual(["Dana Whitfield"]);
    expect(await historyOf(free.id)).toHaveLength(1);
    expect(await deedOf(colleague, id)).toBeNull();
  });

  it("lead back to their list; one leads to its page", async () => {
    const sender: Sender = { brand: "cimsoft", account: { kind: "staff", id: administrator.id } };
    const { id: company } = await createCompany();
    const role = "account_manager";
    const form = { id: uuidv7(), "numbers[]": company, role, person: dana.id, query: "mine=yes&chosen=y" };
    const first = await send(bulkAssignManagerAction, sender, form);
    expect(first).toMatchObject({ kind: "redirected", to: `/staff/companies?mine=yes&did=${form.id}` });
    expect(await send(bulkAssignManagerAction, sender, form)).toEqual(first);
    expect(await send(assignManagerAction, sender, { company, role, person: "nobody" })).toMatchObject({
      to: `/staff/companies/${company}/edit?saved=manager`,
    });
    expect(await teamOf(company)).toEqual([]);
    for (const numbers of [[], ["no id"], Array(101).fill(company)]) {
      const bad = { ...form, id: uuidv7(), "numbers[]": numbers };
      expect((await send(bulkAssignManagerAction, sender, bad)).kind).toBe("refused");
    }
    const other = { ...form, id: uuidv7(), role: "support" };
    expect((await send(bulkAssignManagerAction, sender, other)).kind).toBe("refused");
  });
});

describe("strangers to a company's managers", () => {
  it.each(STRANGERS)("%s assigns nobody", async (_, roles, brands) => {
    const { id } = await createCompany();
    const who = await stranger(roles, brands);
    const works = roles.includes("administrator") && brands.length > 0;
    await expect(assign(who, id, dana)).rejects.toMatchObject({ code: works ? "NOT_FOUND" : "FORBIDDEN" });
    const done = await many(who, [id], dana).catch((error: unknown) => error);
    if (works) {
      const deed = await deedOf(who, (done as { id: string }).id);
      expect(deed?.rows).toEqual([{ number: id, outcome: "missing" }]);
    } else {
      expect(done).toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await teamOf(id)).toEqual([]);
    expect(await historyOf(id)).toEqual([]);
  });

  it("who are signed out assign nobody", async () => {
    const { id: company } = await createCompany();
    const form = { id: uuidv7(), "numbers[]": company, role: "account_manager", person: dana.id, query: "" };
    await send(bulkAssignManagerAction, { brand: "cimsoft" }, form);
    await send(assignManagerAction, { brand: "cimsoft" }, { company, role: "account_manager", person: dana.id });
    expect(await teamOf(company)).toEqual([]);
  });
});
