import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { GET as CHANGE_PASSWORD } from "@/app/api/change-password/route";
import { GET } from "@/app/api/site/[file]/route";
import { brandFile } from "@/lib/site/brand-files/export";
import { seedBrand } from "@/tests/support/brand";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, createStaff } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const get = (file: string, brand = "cimsoft") => visit(GET, { brand, path: `/api/site/${file}`, params: { file } });
const textOf = async (file: string, brand = "cimsoft") => (await get(file, brand)).text();

describe("what a site is asked for by its well-known name", () => {
  it.each(["icon-192.png", "icon-512.png", "icon-square-512.png", "apple-touch-icon.png", "opengraph.png"])(
    "%s is a picture of the size that its name or its link says, and each brand's own",
    async (file) => {
      const [own, other] = await Promise.all(["cimsoft", "insource"].map((brand) => get(file, brand)));
      expect(own?.headers.get("content-type")).toBe("image/png");
      const bytes = Buffer.from((await own?.arrayBuffer()) ?? new ArrayBuffer(0));
      const { width, height } = await sharp(bytes).metadata();
      const size = /(\d+)\.png$/.exec(file)?.[1] ?? (file === "opengraph.png" ? "1200" : "180");
      expect([width, height]).toEqual([Number(size), file === "opengraph.png" ? 630 : Number(size)]);
      expect(bytes.equals(Buffer.from((await other?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBe(false);
    },
  );

  it("favicon.ico holds one picture of 32 pixels", async () => {
    const answer = await get("favicon.ico");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get("content-type")).toBe("image/x-icon");
    expect([bytes.readUInt16LE(2), bytes.readUInt16LE(4), bytes[6], bytes.readUInt32LE(18)]).toEqual([1, 1, 32, 22]);
    expect(await sharp(bytes.subarray(22)).metadata()).toMatchObject({ format: "png", width: 32, height: 32 });
  });

  it("a brand without a drawn sign has its first letter", async () => {
    const { theme } = seedBrand("cimsoft");
    const drawnOf = async (name: string) =>
      (await brandFile(seedBrand("cimsoft", { name, theme: { ...theme, scene: "common" } }), "icon.svg"))?.body;
    expect(await drawnOf("Northwind")).toMatch(/<path transform="[^"]+" d="M[^"]+"/);
    expect(await drawnOf("Northwind")).not.toBe(await drawnOf("Acme"));
  });

  it("the manifest names the brand and icons that are there", async () => {
    const manifest = JSON.parse(await textOf("manifest.webmanifest", "insource")) as {
      name: string;
      icons: { src: string }[];
    };
    expect(manifest).toMatchObject({ name: "InSource Solutions Client Portal", short_name: "InSource", scope: "/" });
    for (const { src } of manifest.icons) expect((await get(src.slice(1), "insource")).status, src).toBe(200);
  });

  it("robots.txt opens the public pages alone", async () => {
    const robots = await textOf("robots.txt");
    const allowed = [...robots.matchAll(/^Allow: (\S+)$/gm)].map((match) => match[1]);
    expect(allowed.filter((path) => path?.endsWith("$"))).toEqual(["/$", "/faq$", "/login$"]);
    expect(robots).toMatch(/^Disallow: \/$/m);
    expect(robots).toContain("Sitemap: https://portal.cimsoft.com/sitemap.xml");
  });

  it("sitemap.xml lists what is published, on the brand's own origin", async () => {
    const found = async (brand: string) =>
      [...(await textOf("sitemap.xml", brand)).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
    expect(await found("cimsoft")).toEqual(["https://portal.cimsoft.com/", "https://portal.cimsoft.com/faq"]);
    expect((await found("insource")).every((url) => url?.startsWith("https://portal.insourcess.com/"))).toBe(true);
  });

  it("security.txt says where to write, and until when it is good", async () => {
    const text = await textOf("security.txt", "insource");
    expect(text).toContain("Contact: mailto:insourcesolutionsportalteam@insourcess.com\n");
    expect(text).toContain("Canonical: https://portal.insourcess.com/.well-known/security.txt\n");
    const expires = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? "");
    const days = (expires - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(170);
    expect(days).toBeLessThan(365);
  });

  it("is kept by browsers alone, because brands have the same paths in front of one shared cache", async () => {
    for (const brand of ["cimsoft", "insource"]) {
      for (const file of ["robots.txt", "icon.svg", "opengraph.png"]) {
        expect((await get(file, brand)).headers.get("cache-control"), file).toBe("private, max-age=3600");
      }
    }
  });

  it("any other name is not found", async () => {
    for (const file of ["humans.txt", "constructor", "__proto__", "../robots.txt", ""]) {
      expect((await get(file)).status, file).toBe(404);
    }
    const headers = { host: "elsewhere.example" };
    const request = new Request("http://elsewhere.example/api/site/robots.txt", { headers });
    expect((await GET(request, { params: Promise.resolve({ file: "robots.txt" }) })).status).toBe(404);
  });
});

describe("the address for changing a password", () => {
  const open = (cookie?: string) =>
    visit(CHANGE_PASSWORD, { brand: "cimsoft", path: "/.well-known/change-password", params: {}, cookie });

  it("leads to the form in Settings of whichever side, and through sign-in", async () => {
    const contact = await createContact(await createCompany());
    const staff = await createStaff(["marketing"]);
    const to = async (cookie?: string) => (await open(cookie)).headers.get("location");
    expect(await to(await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft"))).toBe(
      "/settings?edit=password",
    );
    expect(await to(await sessionCookie({ kind: "staff", id: staff.id }, "cimsoft"))).toBe(
      "/staff/settings?edit=password",
    );
    expect(await to()).toBe("/login?next=%2F.well-known%2Fchange-password");
  });
});
