import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import StaffResourcesPage from "@/app/staff/resources/page";
import { contentLinks, outbox, resources, resourceVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { checkLibraryLinks } from "@/lib/site/library/tasks";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";
import { nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/** The HTML of the editors' page of a brand's library. */
async function desk(id: string, brand: string) {
  const account = { kind: "staff", id } as const;
  const seen = await seePage(StaffResourcesPage, { brand, account }, { searchParams: Promise.resolve({}) });
  return seen.status === 200 ? seen.html : "";
}

describe("the addresses of the library", () => {
  it("are asked after while they are out, and editors of the brand read which are dead", async () => {
    const [resource, url] = [nobodysId(), "https://cimsoft.com/video-gone"];
    const marketing = await member(["marketing"]);
    const elsewhere = await member(["marketing"], "Elsewhere", ["insource"]);
    await asSystem("test", async (db) => {
      await db.delete(contentLinks);
      await db.delete(outbox).where(eq(outbox.kind, "links-dead"));
      const out = { brand: "cimsoft", state: "published", publishAt: new Date() } as const;
      await db
        .insert(resources)
        .values({ ...out, id: resource, title: "Gone", summary: "", kind: "link", audience: "everyone" });
      await db.insert(resourceVersions).values({
        ...out,
        ...{ id: nobodysId(), resourceId: resource, number: 1, url, scan: "not_scanned", textState: "none" },
      });
    });
    const check = async (one: string) =>
      one === url ? ({ state: "dead", fault: "There is no such page." } as const) : ({ state: "alive" } as const);
    await checkLibraryLinks(check);
    expect(await desk(marketing.id, "cimsoft")).toContain(url);
    expect(await desk(elsewhere.id, "insource")).not.toContain(url);
    expect(await asSystem("test", (db) => db.$count(outbox, eq(outbox.kind, "links-dead")))).toBe(1);
    await asSystem("test", (db) => db.update(resources).set({ state: "archived" }).where(eq(resources.id, resource)));
    await checkLibraryLinks(check);
    expect(await desk(marketing.id, "cimsoft")).not.toContain(url);
  });
});
