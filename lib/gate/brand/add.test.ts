import { describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";
import { brandFileSchema } from "./add";

const [base] = BRANDS;
const faults = (over: Record<string, unknown>) =>
  brandFileSchema
    .safeParse({ ...base, ...over })
    .error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("a brand's file", () => {
  it("may leave out what money rooms ask for: any part of one unit or more, no Quotation Portal", () => {
    expect(brandFileSchema.parse(base)).toMatchObject({
      partPayments: true,
      minPartPaymentMinor: null,
      quotationUrl: null,
      quotationHosts: [],
    });
  });

  it("says what a part payment may be", () => {
    expect(faults({ partPayments: false, minPartPaymentMinor: 5_000 })).toEqual([]);
    expect(faults({ minPartPaymentMinor: 0 })).toHaveLength(1);
    expect(faults({ minPartPaymentMinor: 10.5 })).toHaveLength(1);
    expect(faults({ partPayments: "yes" })).toHaveLength(1);
  });

  it.each([
    ["https://quotes.northwind.example/q/{number}", ["quotes.northwind.example"]],
    ["https://quotes.northwind.example:8443/?estimate={number}", ["quotes.northwind.example:8443", "other.example"]],
  ])("takes %s", (quotationUrl, quotationHosts) => {
    expect(faults({ quotationUrl, quotationHosts })).toEqual([]);
  });

  it.each([
    ["https://quotes.northwind.example/q/{number}", []],
    ["https://quotes.northwind.example/q/{number}", ["northwind.example"]],
    ["https://quotes.northwind.example/q", ["quotes.northwind.example"]],
    ["https://{number}.northwind.example/q", ["quotes.northwind.example"]],
    ["http://quotes.northwind.example/q/{number}", ["quotes.northwind.example"]],
    ["http://127.0.0.1:3900/quotes/{number}", ["127.0.0.1:3900"]],
    ["https://user@quotes.northwind.example/q/{number}", ["quotes.northwind.example"]],
    ["javascript:alert({number})", ["quotes.northwind.example"]],
  ])("refuses %s on %j", (quotationUrl, quotationHosts) => {
    const [fault, ...more] = faults({ quotationUrl, quotationHosts });
    expect(fault).toMatch(/^quotationUrl: is an https address /);
    expect(more).toEqual([]);
  });

  it.each([
    "https://quotes.example",
    "Quotes.example",
    "quotes.example:443",
    "quotes.example/q",
    "u@quotes.example",
    "",
  ])("refuses the host %j", (host) => {
    expect(faults({ quotationHosts: [host] })[0]).toMatch(/^quotationHosts\.0: /);
  });

  it("leads Upgrade to the hosts that it names alone, and needs to name none", () => {
    const upgrade = (upgradeHosts: unknown) => faults({ upgradeHosts });
    expect(upgrade(undefined)).toEqual([]);
    expect(upgrade(["shop.example", "cimsoft.com"])).toEqual([]);
    expect(upgrade(["shop.example"])).toEqual([
      expect.stringMatching(/^home\.upgradeUrl: is an https address on one of/),
    ]);
    expect(upgrade(["https://cimsoft.com"])[0]).toMatch(/^upgradeHosts\.0: /);
  });
});
