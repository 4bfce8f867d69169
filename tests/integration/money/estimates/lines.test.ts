import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { estimateLines, estimates } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { estimatePdf } from "@/lib/money/estimates/export";
import { findEstimate } from "@/lib/money/estimates/queries";
import { company, counts, importFiles, places, reportOf } from "@/tests/integration/sync/folder";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createCompany,
  createContact,
  createEstimate,
  createStaff,
  nobodysId,
  staffViewer,
} from "@/tests/support/world";

const TODAY = "2026-01-15";
const find = (viewer: Viewer, number: string, brand = "cimsoft") =>
  runAsViewer(viewer, "read", (context) => findEstimate(context, { brand, number }, TODAY));

describe("the lines of an estimate", () => {
  it("are shown in their order, with what the total has beyond them, and are in the PDF", async () => {
    const own = await createCompany();
    const { number } = await createEstimate(own, {
      totalMinor: 250_000,
      lines: [
        ["Historian server", 200_000],
        ["Discount", -10_000],
      ],
    });
    const estimate = await find(clientViewer(await createContact(own)), number);
    expect(estimate).toMatchObject({
      total: { minor: 250_000 },
      beyondLines: { minor: 60_000, currency: "USD" },
      lines: [
        { lineNumber: 1, description: "Historian server", quantity: "1", amount: { minor: 200_000 } },
        { lineNumber: 2, description: "Discount", unitPrice: { minor: -10_000 } },
      ],
    });
    if (!estimate) throw new Error("expected an estimate");
    const pdf = JSON.stringify(estimatePdf(estimate, seedBrand("cimsoft"), TODAY));
    for (const words of ["Historian server", "Tax and other amounts", "$600.00 USD"]) expect(pdf).toContain(words);
  });

  it("need not be there, and then nothing is beyond them", async () => {
    const own = await createCompany();
    const viewer = clientViewer(await createContact(own));
    const bare = await createEstimate(own);
    expect(await find(viewer, bare.number)).toMatchObject({ lines: [], beyondLines: null });
    const whole = await createEstimate(own, { totalMinor: 100, lines: [["All of it", 100]] });
    expect(await find(viewer, whole.number)).toMatchObject({ beyondLines: null });
  });

  it("are read by nobody who may not read the estimate, whatever is asked", async () => {
    const own = await createCompany();
    const { id } = await createEstimate(own, { lines: [["Secret price", 100]] });
    const rights = { pay: true, casesScope: "company", requestsScope: "company" } as const;
    const outsiders = [
      clientViewer(await createContact(await createCompany(), { ...rights, relatedTo: [own] })),
      clientViewer(await createContact(own, { ...rights, pay: false, billing: false })),
      { ...clientViewer(await createContact(own)), brand: "insource" },
      staffViewer(await createStaff(["support_agent"])),
      staffViewer(await createStaff(["marketing"])),
      staffViewer(await createStaff(["account_manager"]), ["insource"]),
    ];
    const bare = (viewer: Viewer) =>
      runAsViewer(viewer, "read", ({ db }) => db.select().from(estimateLines).where(eq(estimateLines.estimateId, id)));
    for (const viewer of outsiders) expect(await bare(viewer)).toEqual([]);
    expect(await bare(staffViewer(await createStaff(["account_manager"])))).toHaveLength(1);
    const write = (viewer: Viewer) =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.insert(estimateLines).values({
          ...{ id: nobodysId(), brand: "cimsoft", companyId: own.id, estimateId: id, lineNumber: 2 },
          ...{ description: "x", quantity: "1", unitPriceMinor: 1, amountMinor: 1 },
        }),
      );
    await expect(write(clientViewer(await createContact(own, rights)))).rejects.toThrow();
  });
});

describe("estimate-lines.csv", () => {
  const estimate = {
    ...{ brand: "cimsoft", external_id: "EL-1", company: "EL", number: "N-EL-1", title: "Historian", currency: "USD" },
    ...{ total: "10.00", issued_on: "2026-01-01", expires_on: "2026-03-01" },
  };
  const line = (over: Record<string, string> = {}) => ({
    ...{ brand: "cimsoft", estimate: "EL-1", line: "1", description: "Tags", quantity: "2.5" },
    ...{ unit_price: "4.00", amount: "10.00", ...over },
  });

  it("goes in again and again, and takes a line away only where a row says so", async () => {
    const first = await importFiles({
      companies: [company({ external_id: "EL" })],
      estimates: [estimate],
      "estimate-lines": [line(), line({ line: "2" }), line({ estimate: "NO-SUCH" })],
    });
    expect(counts(reportOf(first, "estimate-lines"))).toMatchObject({ created: 2, bad: 1 });
    expect(places(reportOf(first, "estimate-lines").bad)).toEqual(["4 estimate"]);
    const again = await importFiles({ "estimate-lines": [line(), line({ line: "2", description: "More tags" })] });
    expect(counts(reportOf(again, "estimate-lines"))).toMatchObject({ unchanged: 1, updated: 1, bad: 0 });
    const gone = await importFiles({ "estimate-lines": [line({ line: "1", removed: "yes" })] });
    expect(counts(reportOf(gone, "estimate-lines"))).toMatchObject({ updated: 1 });
    const left = await asSystem("test look", (db) =>
      db
        .select({ description: estimateLines.description, quantity: estimateLines.quantity })
        .from(estimateLines)
        .innerJoin(estimates, eq(estimates.id, estimateLines.estimateId))
        .where(eq(estimates.externalId, "EL-1")),
    );
    expect(left).toEqual([{ description: "More tags", quantity: "2.5000" }]);
  });
});
