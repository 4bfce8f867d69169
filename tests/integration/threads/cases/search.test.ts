import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET } from "@/app/api/cases/similar/route";
import { listCases } from "@/lib/threads/cases/list/queries";
import { parseCaseFilters, type Suggestions } from "@/lib/threads/cases/schema";
import { replyToCase } from "@/lib/threads/cases/service";
import { sessionCookie, visit } from "@/tests/support/route";
import { createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, LOCAL, plant } from "./support";

const search = async (contact: Contact, q: string) =>
  (await as(contact, (context) => listCases(context, parseCaseFilters({ q }), LOCAL), "read")).rows.map(({ id }) => id);

async function suggest(brand: string, account: { kind: "contact" | "staff"; id: string } | null, q: string) {
  const cookie = account ? await sessionCookie(account, brand) : undefined;
  const response = await visit(GET, {
    brand,
    path: `/api/cases/similar?q=${encodeURIComponent(q)}`,
    params: {},
    cookie,
  });
  return { status: response.status, found: response.ok ? ((await response.json()) as Suggestions) : null };
}
const mine = (contact: Contact, q: string) =>
  suggest(contact.brand, { kind: "contact", id: contact.id }, q).then(({ found }) => ({
    numbers: found?.cases.map(({ number }) => number) ?? [],
    faq: found?.faq ?? [],
  }));

describe("the search of cases", () => {
  it("finds words of subject, product and messages, and beginnings of the last one", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, {
      subject: "Trend window stays empty",
      description: "The compressor tags are missing.",
    });
    await createCase(company, filer, { subject: "Something else", product: "AVEVA InTouch" });
    for (const q of ["trend", "empty window", "compressor", "Historian trend", "compress", "MISSING tags", "tren"]) {
      expect(await search(filer, q), q).toEqual([row.id]);
    }
    expect(await search(filer, "trend nothing")).toEqual([]);
  });

  it("finds messages that are added later", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    expect(await search(filer, "gasket")).toEqual([]);
    await as(filer, (context) =>
      replyToCase(context, { id: uuidv7(), number: row.number, body: "It was the gasket.", files: [] }),
    );
    expect(await search(filer, "gasket")).toEqual([row.id]);
  });

  it("finds a number as people write it", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const digits = row.number.slice(2);
    for (const q of [row.number, row.number.toLowerCase(), digits, ` ${digits} `, `C${digits}`]) {
      expect(await search(filer, q), q).toContain(row.id);
    }
  });

  it.each(["'", '"', "a & | !", "():*", "\\", "%", "or or", "-", "<->", "C-", "🏭"])(
    "takes %j as plain words",
    async (q) => {
      const { company, filer } = await plant();
      await createCase(company, filer);
      await expect(search(filer, q)).resolves.toBeInstanceOf(Array);
    },
  );

  it("finds no case that the reader does not see", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, { subject: "Zirconium furnace drifts" });
    expect(await search(filer, "zirconium")).toEqual([row.id]);
    const others = [
      await createContact(company, { casesScope: "own" }),
      await createContact(company, { casesScope: "none" }),
      (await plant("cimsoft", "company")).filer,
      (await plant("insource", "company")).filer,
    ];
    for (const other of others) {
      expect(await search(other, "zirconium")).toEqual([]);
      expect(await search(other, row.number)).toEqual([]);
    }
  });
});

describe("similar cases while one types", () => {
  it("are cases that share words, the most first, and at most three", async () => {
    const { company, filer } = await plant();
    const text = "Historian replication lags behind after failover";
    const two = await createCase(company, filer, { subject: "Replication and failover", product: "x" });
    const four = await createCase(company, filer, { subject: "Replication lags after failover", status: "closed" });
    await createCase(company, filer, { subject: "Failover", product: "x", description: "nothing" });
    const { numbers } = await mine(filer, text);
    expect(numbers).toEqual([four.number, two.number]);
    for (let index = 0; index < 3; index++) await createCase(company, filer, { subject: "Replication lags failover" });
    expect((await mine(filer, text)).numbers).toHaveLength(3);
  });

  it("link to the case and say its status", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, { subject: "Gateway timeouts", status: "closed" });
    const { found } = await suggest("cimsoft", { kind: "contact", id: filer.id }, "gateway timeouts again");
    expect(found?.cases).toEqual([
      { href: `/cases/${row.number}`, number: row.number, subject: "Gateway timeouts", status: "Closed" },
    ]);
  });

  it("include entries of the guide", async () => {
    const { filer } = await plant();
    const { faq } = await mine(filer, "How do I request an upgrade of the license?");
    expect(faq[0]).toMatchObject({ href: "/faq#upgrade" });
  });

  it.each(["", "why", "or and not", "'; drop table cases; --", '" | & ! :* (', "\u0000"])(
    "are looked up for %j without an error",
    async (q) => {
      const { filer } = await plant();
      expect((await suggest("cimsoft", { kind: "contact", id: filer.id }, q)).status).toBe(200);
    },
  );

  it("show nobody the case of another", async () => {
    const { company, filer } = await plant();
    await createCase(company, filer, { subject: "Molybdenum crucible cracks" });
    const text = "molybdenum crucible cracks";
    expect((await mine(filer, text)).numbers).toHaveLength(1);
    const others = [
      await createContact(company, { casesScope: "own" }),
      (await plant("cimsoft", "company")).filer,
      (await plant("insource", "company")).filer,
    ];
    for (const other of others) expect((await mine(other, text)).numbers).toEqual([]);
  });

  it("are not found at their address without the right to cases, as staff or signed out", async () => {
    const { company } = await plant();
    const none = await createContact(company, { casesScope: "none" });
    const agent = await createStaff(["support_agent"]);
    expect((await suggest("cimsoft", { kind: "contact", id: none.id }, "text")).status).toBe(404);
    expect((await suggest("cimsoft", { kind: "staff", id: agent.id }, "text")).status).toBe(404);
    expect((await suggest("cimsoft", null, "text")).status).toBe(404);
  });
});
