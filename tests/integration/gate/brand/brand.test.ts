import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";
import { asSystem } from "@/db/viewer";
import { addBrandFrom } from "@/lib/gate/brand/add";
import { brandByHost, brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { describeHours } from "@/lib/kit/open-words";

beforeEach(forgetBrands);

describe("the brand of a host", () => {
  it("has the facts that clients rely on", async () => {
    const [cimsoft, insource] = await loadBrands();
    expect(cimsoft).toMatchObject({
      name: "Cimsoft",
      origin: "https://portal.cimsoft.com",
      resetSender: "clientportalsupport@insourcess.com",
      supportMailbox: "clientportalsupport@insourcess.com",
      companyAccess: "primary_and_related",
      home: { upgradeUrl: "https://cimsoft.com/tech-support/" },
    });
    expect(insource).toMatchObject({
      name: "InSource Solutions",
      origin: "https://portal.insourcess.com",
      resetSender: "issauth0@insourcess.com",
      supportMailbox: "insourcesolutionsportalteam@insourcess.com",
      companyAccess: "primary",
      home: { upgradeUrl: "https://insource.solutions/request-license-upgrades/" },
    });
    for (const brand of [cimsoft, insource]) {
      if (!brand) throw new Error("a brand is missing");
      expect(describeHours(brand.chatCalendar)).toBe(
        "Monday to Friday, 8:30 a.m. – 4:30 p.m. Eastern, not on holidays",
      );
      expect(describeHours(brand.supportCalendar)).toBe(
        "Monday to Friday, 8:00 a.m. – 5:00 p.m. Eastern, not on holidays",
      );
      expect(brand.chatCalendar.holidays.length).toBeGreaterThan(20);
    }
  });

  it.each([
    ["portal.cimsoft.com", "cimsoft"],
    ["PORTAL.CIMSOFT.COM:443", "cimsoft"],
    ["portal.insourcess.com", "insource"],
    ["portal.cimsoft.com.evil.example", null],
    ["evil.example", null],
    ["", null],
    ["portal.cimsoft.com, evil.example", null],
    ["cimsoft", null],
  ])("is for host %s: %s", async (host, key) => {
    expect((await brandByHost(host))?.key ?? null).toBe(key);
  });

  it("is cached for a few seconds, then follows an edit", async () => {
    const before = await brandByKey("cimsoft");
    await asSystem("test", (db) => db.execute(sql`update brands set name = 'Cimsoft Ltd' where key = 'cimsoft'`));
    expect((await brandByKey("cimsoft")).name).toBe(before.name);
    forgetBrands();
    expect((await brandByKey("cimsoft")).name).toBe("Cimsoft Ltd");
    await asSystem("test", (db) => db.execute(sql`update brands set name = 'Cimsoft' where key = 'cimsoft'`));
  });
});

describe("a further brand added as data", () => {
  const [base] = BRANDS;
  const third = {
    ...base,
    key: "northwind",
    name: "Northwind",
    shortName: "Northwind",
    origin: "https://portal.northwind.example",
  };

  it("is served without a change of code", async () => {
    expect(await addBrandFrom(third)).toEqual([]);
    forgetBrands();
    const brand = await brandByHost("portal.northwind.example");
    expect(brand?.key).toBe("northwind");
    expect(brand && describeHours(brand.chatCalendar)).toContain("8:30 a.m. – 4:30 p.m.");
    expect(await addBrandFrom(third)).toEqual([expect.stringContaining("already")]);
  });

  it.each([
    ["weak colours", { theme: { ...base?.theme, light: { accent: "#9cf", onAccent: "#fff" } } }, /needs 4.5:1/],
    ["an http upgrade link", { home: { ...base?.home, upgradeUrl: "javascript:alert(1)" } }, /https address/],
    ["a zone that does not exist", { zone: "Mars/Olympus" }, /time zone/],
    ["a field that is not a brand's", { owner: "me" }, /owner|nrecognized/],
    ["an origin with a path", { origin: "https://a.example/x" }, /without a path/],
  ])("is refused with %s", async (_, over, sentence) => {
    const faults = await addBrandFrom({ ...third, key: "other", ...over });
    expect(faults.join("\n")).toMatch(sentence);
  });
});
