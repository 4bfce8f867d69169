import { vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agreements, portalDecisions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { setCoverage } from "@/lib/people/agreements/coverage/service";
import { handBackDecision } from "@/lib/people/portal-decisions/service";
import { setTerm } from "@/lib/people/portal-decisions/term/service";
import { storedCoverage } from "@/tests/integration/people/agreements/support";
import { act, member } from "@/tests/integration/threads/cases/staff/support";
import { createCompany, unique } from "@/tests/support/world";
import { importFiles, reportOf } from "./folder";

async function row(over: Record<string, string> = {}) {
  const company = await createCompany();
  return {
    ...{ brand: "cimsoft", external_id: unique("AG"), company: company.externalId, kind: "support" },
    ...{ product: "Premium support", starts_on: "2020-01-01", ends_on: "2099-12-31", ...over },
  };
}
type Row = Awaited<ReturnType<typeof row>>;

const importRow = async (cells: Row | Record<string, string>) =>
  reportOf(await importFiles({ agreements: [cells] }), "agreements");
const idOf = async ({ external_id }: Row) => {
  const [found] = await asSystem("test looks", (db) =>
    db.select({ id: agreements.id }).from(agreements).where(eq(agreements.externalId, external_id)),
  );
  return found?.id ?? "";
};
const coverageOf = async (cells: Row) => (await storedCoverage(await idOf(cells))).coverage;

describe("the column coverage", () => {
  it("sets the coverage; without it, and with an empty cell, the coverage stays", async () => {
    const cells = await row();
    await importRow(cells);
    expect(await coverageOf(cells)).toBe("chat_hours");
    await importRow({ ...cells, coverage: "Around_The_Clock" });
    expect(await coverageOf(cells)).toBe("around_the_clock");
    expect(await importRow(cells)).toMatchObject({ unchanged: 1 });
    expect(await importRow({ ...cells, coverage: "" })).toMatchObject({ unchanged: 1 });
    expect(await coverageOf(cells)).toBe("around_the_clock");
    const { history, decision } = await storedCoverage(await idOf(cells));
    expect(history).toMatchObject([{ kind: "imported", before: "chat_hours", changedBy: null }]);
    expect(decision).toBeUndefined();
  });

  it.each([
    ["a word that is no coverage", { coverage: "lunar" }, "Write one of: chat_hours, extended, around_the_clock."],
    ["a subscription", { kind: "subscription", coverage: "extended" }, "Only a support agreement has a coverage."],
  ])("refuses the row with %s", async (_, over, reason) => {
    const report = await importRow(await row(over));
    expect(report.bad).toMatchObject([{ line: 2, column: "coverage", reason }]);
    expect(report.created).toBe(0);
  });

  it("changes no coverage that an administrator decided, and says so, until it is handed back", async () => {
    const admin = await member(["administrator"]);
    const cells = await row();
    await importRow(cells);
    const agreement = await idOf(cells);
    await act(admin, (context) => setCoverage(context, { agreement, coverage: "extended", seen: "chat_hours" }));
    const report = await importRow({ ...cells, product: "Gold support", coverage: "chat_hours" });
    expect(report.warnings).toMatchObject([
      { line: 2, column: "coverage", reason: "Portal says extended, ERP says chat_hours, kept." },
    ]);
    // The rest of the row goes in.
    expect(report.updated).toBe(1);
    expect(await coverageOf(cells)).toBe("extended");
    expect((await importRow({ ...cells, coverage: "extended" })).warnings).toEqual([]);

    const { decision } = await storedCoverage(agreement);
    await act(admin, (context) => handBackDecision(context, decision?.id ?? ""));
    expect((await importRow({ ...cells, coverage: "around_the_clock" })).warnings).toEqual([]);
    expect(await coverageOf(cells)).toBe("around_the_clock");
  });
});

describe("the column ends_on", () => {
  it("changes no last day that an administrator decided, and says so, until it is handed back", async () => {
    const admin = await member(["administrator"]);
    const cells = await row({ starts_on: "2026-01-01", ends_on: "2026-12-31" });
    await importRow(cells);
    const agreement = await idOf(cells);
    const endsOn = async () =>
      (await asSystem("test looks", (db) => db.select().from(agreements).where(eq(agreements.id, agreement))))[0]
        ?.endsOn;
    await act(admin, (context) => setTerm(context, { agreement, endsOn: "2027-01-31", seen: "2026-12-31" }));
    const report = await importRow({ ...cells, product: "Gold support" });
    expect(report.warnings).toMatchObject([
      { line: 2, column: "ends_on", reason: "Portal says 2027-01-31, ERP says 2026-12-31, kept." },
    ]);
    expect(report.updated).toBe(1);
    expect(await endsOn()).toBe("2027-01-31");
    expect((await importRow({ ...cells, ends_on: "2027-01-31" })).warnings).toEqual([]);
    const [decision] = await asSystem("test looks", (db) =>
      db.select().from(portalDecisions).where(eq(portalDecisions.agreementId, agreement)),
    );
    await act(admin, (context) => handBackDecision(context, decision?.id ?? ""));
    expect((await importRow({ ...cells, ends_on: "2027-12-31" })).warnings).toEqual([]);
    expect(await endsOn()).toBe("2027-12-31");
  });
});
