import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import StaffHomePagePage from "@/app/staff/home-page/page";
import { brands, homePageVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { editHomePageAction } from "@/lib/site/home-page/actions";
import { publishHomePage } from "@/lib/site/home-page/service";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TEXT = {
  connectTitle: "Talk to us",
  connectText: "Tell us what you run.",
  upgradeLabel: "Get the upgrade",
  upgradeUrl: "https://cimsoft.com/upgrade/",
};

const sender = ({ id }: Member) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;
const fields = (over: Record<string, string> = {}) => ({ id: nobodysId(), brand: "cimsoft", ...TEXT, ...over });

/** The address that the form leads to; throws where the form is refused. */
async function sent(who: Member, over: Record<string, string>): Promise<string> {
  const outcome = await send(editHomePageAction, sender(who), fields(over));
  if (outcome.kind !== "redirected") throw new Error(JSON.stringify(outcome));
  return outcome.to;
}

/** The page at an address, with what its form would send of what nobody types. */
async function opened(who: Member, address: string) {
  const query = Object.fromEntries(new URL(address, "https://x.example").searchParams);
  const page = await seePage(StaffHomePagePage, sender(who), { searchParams: Promise.resolve(query) });
  if (page.status !== 200) throw new Error(String(page.status));
  const form = /<form[^>]*aria-label="Home page".*?<\/form>/s.exec(page.html)?.[0] ?? "";
  const seen = /name="seen" value="([^"]+)"/.exec(form)?.[1];
  return { html: page.html, form, hidden: seen ? { seen } : ({} as Record<string, string>) };
}

/** A colleague publishes over what is there, or over `seen`. */
async function colleaguePublishes(colleague: Member, seen: string | undefined, connectTitle: string): Promise<string> {
  const id = nobodysId();
  const input = { ...TEXT, id, brand: "cimsoft", seen, connectTitle };
  await runAsViewer(colleague.viewer, "write", (context) =>
    publishHomePage({ ...context, name: colleague.name }, input),
  );
  return id;
}

const title = async () => {
  const [row] = await asSystem("test", (db) =>
    db.select({ home: brands.home }).from(brands).where(eq(brands.key, "cimsoft")),
  );
  return row?.home.connectTitle;
};

let marketing: Member;
let colleague: Member;
beforeAll(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
  colleague = await member(["administrator"], "Elena Ortiz");
});
beforeEach(() => asSystem("test", (db) => db.delete(homePageVersions)));

describe("a preview of the home page", () => {
  it("is published over the version that it was made from alone, whenever it is opened", async () => {
    const first = await colleaguePublishes(colleague, undefined, "First");
    const address = await sent(marketing, { seen: first, preview: "on" });
    const second = await colleaguePublishes(colleague, first, "Hers");
    // Reloaded after a colleague was faster.
    const { hidden } = await opened(marketing, address);
    expect(hidden).toEqual({ seen: first });
    const warned = await sent(marketing, hidden);
    expect(warned).toContain("note=newer");
    expect(await title()).toBe("Hers");
    const again = await opened(marketing, warned);
    expect(again.hidden).toEqual({ seen: second });
    expect(await sent(marketing, again.hidden)).toContain("note=published");
    expect(await title()).toBe("Talk to us");
  });

  it("of a form after which a colleague has published says so, and replaces that version alone", async () => {
    const first = await colleaguePublishes(colleague, undefined, "First");
    const second = await colleaguePublishes(colleague, first, "Hers");
    const address = await sent(marketing, { seen: first, preview: "on" });
    const { html, hidden } = await opened(marketing, address);
    expect(html).toContain("Elena Ortiz has published another version meanwhile");
    expect(html).toContain('id="preview"');
    expect(hidden).toEqual({ seen: second });
    await colleaguePublishes(colleague, second, "Hers again");
    expect(await sent(marketing, hidden)).toContain("note=newer");
    expect(await title()).toBe("Hers again");
  });

  it("made before there was any version replaces none", async () => {
    const address = await sent(marketing, { preview: "on" });
    await colleaguePublishes(colleague, undefined, "Hers");
    const { hidden } = await opened(marketing, address);
    expect(hidden).toEqual({});
    expect(await sent(marketing, hidden)).toContain("note=newer");
    expect(await title()).toBe("Hers");
  });

  it("keeps the address of a link as it was typed, and shows it as a browser reads it", async () => {
    const upgradeUrl = `https://cimsoft.com/${"ü".repeat(60)}`;
    const { html, form } = await opened(marketing, await sent(marketing, { upgradeUrl, preview: "on" }));
    expect(form).toContain(`value="${upgradeUrl}"`);
    expect(html).toContain(`href="https://cimsoft.com/${"%C3%BC".repeat(60)}"`);
  });

  it.each(["on", undefined])(
    "of a link that becomes too long as a browser writes it is refused, preview %s",
    async (on) => {
      const upgradeUrl = `https://cimsoft.com/${"ü".repeat(100)}`;
      const preview: Record<string, string> = on ? { preview: on } : {};
      const refused = await send(editHomePageAction, sender(marketing), fields({ upgradeUrl, ...preview }));
      expect(refused).toMatchObject({
        kind: "refused",
        result: {
          fieldErrors: { upgradeUrl: ["A browser writes this address in 620 characters. At most 500 fit."] },
          values: { upgradeUrl, connectText: TEXT.connectText },
        },
      });
    },
  );

  it("holds the longest text that is allowed, in any script", async () => {
    const over = { connectTitle: "水".repeat(80), connectText: "水".repeat(500), upgradeLabel: "水".repeat(40) };
    const upgradeUrl = `https://cimsoft.com/${"x".repeat(480)}`;
    const { form } = await opened(marketing, await sent(marketing, { ...over, upgradeUrl, preview: "on" }));
    expect(form).toContain(over.connectText);
    expect(form).toContain(upgradeUrl);
  });
});
