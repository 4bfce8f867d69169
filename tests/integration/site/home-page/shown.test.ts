import { eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, it, vi } from "vitest";
import LoginPage from "@/app/(auth)/login/page";
import ClientUpgradePage from "@/app/(portal)/account-team/upgrade/page";
import PublicLayout from "@/app/(public)/layout";
import UpgradePage from "@/app/(public)/upgrade/page";
import { GET as getDraft } from "@/app/api/home-pictures/[id]/draft/route";
import { GET } from "@/app/api/home-pictures/[id]/route";
import { POST } from "@/app/api/home-pictures/route";
import { connectRequests, contentLinks, contentPictures, outbox, requests, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { submitConnect } from "@/lib/people/connect/service";
import { routes } from "@/lib/routes";
import { checkHomePageLinks } from "@/lib/site/home-page/tasks";
import { askRequestAction } from "@/lib/threads/requests/actions";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { desk, home, inputOf, page, sender, sent, withoutVersions, write } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let marketing: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
  await withoutVersions();
});

async function publish(over: Record<string, string>): Promise<void> {
  const seen = (await desk(marketing))?.seen ?? "";
  await write(marketing, await inputOf({ seen, ...over }));
  forgetBrands();
}

describe("a notice", () => {
  const login = async (brand = "cimsoft") => {
    const props = { params: Promise.resolve({}), searchParams: Promise.resolve({}) };
    const shown = await seePage(LoginPage, { brand }, props);
    return shown.status === 200 ? shown.html : "";
  };
  const publicPages = async (brand = "cimsoft") => {
    const shown = await seePage(PublicLayout, { brand }, { children: null });
    return shown.status === 200 ? shown.html : "";
  };

  it("for visitors stands on the public pages and on /login of its brand alone, as plain text", async () => {
    const noticeUrl = "https://cimsoft.com/news";
    await publish({ noticeText: "<b>Closed</b> on Friday", noticeUrl, noticeLabel: "Read why" });
    for (const html of [await login(), await publicPages()]) {
      expect(html).toContain("&lt;b&gt;Closed&lt;/b&gt; on Friday");
      expect(html).toContain(`href="${noticeUrl}"`);
    }
    expect((await login("insource")) + (await publicPages("insource"))).not.toContain("on Friday");
  });

  it("for clients stands on neither", async () => {
    await publish({ noticeText: "Closed on Friday", noticeAudience: "clients" });
    expect((await login()) + (await publicPages())).not.toContain("on Friday");
  });

  it("that is over, or lies ahead, is not shown", async () => {
    await publish({ noticeText: "Closed on Friday", noticeFrom: "2099-01-01T08:00" });
    expect(await login()).not.toContain("on Friday");
    expect(await sent(marketing, { noticeText: "Closed", noticeUntil: "2020-01-01T08:00" })).toMatchObject({
      result: { fieldErrors: { noticeUntil: [expect.stringMatching(/is over/)] } },
    });
  });
});

describe("Upgrade in the portal", () => {
  it("is a link by default, and the brand's short form where marketing wants it", async () => {
    const shown = async (brand = "cimsoft") => {
      const seen = await seePage(UpgradePage as () => ReturnType<typeof UpgradePage>, { brand }, undefined as never);
      return seen.status === 200 ? seen.html : "";
    };
    expect(await shown()).toContain(`href="${(await home()).upgradeUrl}"`);
    await publish({ upgradeBy: "form", upgradeAsk: "Which release do you run?" });
    expect(await shown()).toContain("Which release do you run?");
    expect(await shown()).toContain('aria-label="Upgrade"');
    expect(await shown("insource")).not.toContain('aria-label="Upgrade"');
  });

  it("asked by a visitor reaches portal support under its label", async () => {
    await publish({ upgradeBy: "form" });
    const brand = await brandByKey("cimsoft");
    const id = nobodysId();
    const input = { id, name: "Robin Meyer", company: "Cannery", email: `${id}@client.example`, need: "From 2020 on." };
    const now = new Date();
    await asSystem("test", (db) =>
      submitConnect(db, { brand, input: { ...input, about: "upgrade" }, address: null, now }),
    );
    const [row] = await asSystem("test", (db) => db.select().from(connectRequests).where(eq(connectRequests.id, id)));
    expect(row?.need).toBe(`${brand.home.upgradeLabel}\n\nFrom 2020 on.`);
  });

  it("asked by a client reaches the account team, about the agreement that it was asked beside", async () => {
    await publish({ upgradeBy: "form" });
    const company = await createCompany();
    const contact = await createContact(company);
    const agreement = await createAgreement(company, { product: "InTouch HMI" });
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    const searchParams = Promise.resolve({ agreement: agreement.id });
    const shown = await seePage(ClientUpgradePage, client, { searchParams });
    expect(shown.status === 200 && shown.html).toContain(`<option value="${agreement.id}" selected="">InTouch HMI`);
    const id = nobodysId();
    const fields = { id, kind: "subscription", upgrade: "on", agreement: agreement.id, body: "To the new release." };
    expect((await send(askRequestAction, client, fields)).kind).toBe("redirected");
    const [asked] = await asSystem("test", (db) =>
      db
        .select({ subject: threads.subject, topic: threads.topic, agreementId: requests.agreementId })
        .from(threads)
        .innerJoin(requests, eq(requests.id, threads.id))
        .where(eq(threads.id, id)),
    );
    const label = (await home()).upgradeLabel;
    expect(asked).toMatchObject({ topic: "subscription", agreementId: agreement.id });
    expect(asked?.subject).toMatch(new RegExp(`^${label}: InTouch HMI, `));
    const odd = await seePage(ClientUpgradePage, client, { searchParams: Promise.resolve({ agreement: "x'" }) });
    expect(odd.status).toBe(200);
  });
});

describe("a picture of the home page", () => {
  const png = () =>
    sharp({ create: { width: 1600, height: 800, channels: 3, background: "#336699" } })
      .png()
      .toBuffer();

  async function upload(who: Member, id: string, bytes: Buffer, over: { brand?: string; name?: string } = {}) {
    const form = new FormData();
    form.set("picture", new File([new Uint8Array(bytes)], over.name ?? "plant.png", { type: "image/png" }));
    const encoded = new Response(form);
    const answer = await visit(POST, {
      ...{ brand: "cimsoft", path: routes.homePictures(over.brand ?? "cimsoft", id), params: {}, method: "POST" },
      cookie: await sessionCookie(sender(who).account, "cimsoft"),
      headers: { "content-type": encoded.headers.get("content-type") ?? "" },
      body: await encoded.arrayBuffer(),
    });
    return answer.headers.get("location") ?? String(answer.status);
  }
  const see = (id: string, size: "small" | "large", brand = "cimsoft") =>
    visit(GET, { brand, path: routes.homePicture(id, size), params: { id } });

  it("is encoded anew in two sizes, and public once a version with it is out, on its brand alone", async () => {
    const id = nobodysId();
    const bytes = await png();
    const name = '../../<script>alert("1")</script>.svg';
    expect(await upload(marketing, id, bytes, { name })).toBe(`/staff/home-page?brand=cimsoft&picture=${id}#pictures`);
    expect(await upload(marketing, id, bytes)).toContain(`picture=${id}`);
    const html = await page(marketing, { brand: "cimsoft", picture: id });
    expect(html).toContain("The picture is here.");
    expect(html).not.toContain("script>alert(");
    expect((await see(id, "large")).status).toBe(404);
    const asEditor = { brand: "cimsoft", path: routes.homePictureDraft(id, "small"), params: { id } };
    const cookie = await sessionCookie(sender(marketing).account, "cimsoft");
    expect((await visit(getDraft, { ...asEditor, cookie })).status).toBe(200);
    const agent = await member(["support_agent"]);
    const agents = await sessionCookie(sender(agent).account, "cimsoft");
    expect((await visit(getDraft, { ...asEditor, cookie: agents })).status).toBe(404);
    expect((await visit(getDraft, asEditor)).status).toBe(404);

    expect(await sent(marketing, { picture: id })).toMatchObject({
      result: { fieldErrors: { pictureAlt: [expect.stringMatching(/^Say in a few words/)] } },
    });
    await publish({ picture: id, pictureAlt: "A plant at dawn" });
    for (const [size, width] of [
      ["small", 720],
      ["large", 1440],
    ] as const) {
      const answer = await see(id, size);
      expect(answer.headers.get("content-type")).toBe("image/webp");
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
      const made = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect([made.format, made.width, made.height]).toEqual(["webp", width, width / 2]);
    }
    expect((await see(id, "large", "insource")).status).toBe(404);
    expect((await see("no-uuid'", "large")).status).toBe(404);
  });

  it("is refused where it is none, and kept for nobody else", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const before = await asSystem("test", (db) => db.$count(contentPictures));
    expect(await upload(marketing, nobodysId(), svg)).toContain("picture=kind");
    expect(await upload(marketing, nobodysId(), await png(), { brand: "nowhere" })).toBe("404");
    const elsewhere = await member(["marketing"], "Elsewhere", ["insource"]);
    expect(await upload(elsewhere, nobodysId(), await png())).toBe("404");
    expect(await upload(await member(["support_agent"]), nobodysId(), await png())).toBe("404");
    expect(await upload(marketing, "no-uuid", await png())).toBe("404");
    expect(await asSystem("test", (db) => db.$count(contentPictures))).toBe(before);
  });
});

describe("the links of the home page", () => {
  it("are asked after, and editors read which are dead and since when, until they answer or are gone", async () => {
    await asSystem("test", async (db) => {
      await db.delete(contentLinks);
      await db.delete(outbox).where(eq(outbox.kind, "links-dead"));
    });
    const noticeUrl = "https://cimsoft.com/news";
    await publish({ noticeText: "News", noticeUrl, noticeLabel: "Read" });
    const asked: string[] = [];
    const check = (state: "alive" | "dead" | "unknown") => async (url: string) => {
      asked.push(url);
      if (state === "dead" && url === noticeUrl) return { state, fault: "There is no such page." };
      return { state: state === "dead" ? "alive" : state } as const;
    };
    await checkHomePageLinks(check("dead"));
    expect(asked).toContain(noticeUrl);
    const found = (await desk(marketing))?.deadLinks;
    expect(found).toMatchObject([{ url: noticeUrl, fault: "There is no such page." }]);
    expect(await page(marketing)).toContain("A link is dead");
    const mails = () => asSystem("test", (db) => db.$count(outbox, eq(outbox.kind, "links-dead")));
    expect(await mails()).toBe(1);
    await checkHomePageLinks(check("unknown"));
    await checkHomePageLinks(check("dead"));
    expect((await desk(marketing))?.deadLinks).toEqual(found);
    // It is told once, not each night.
    expect(await mails()).toBe(1);
    expect((await desk(await member(["marketing"], "Elsewhere", ["insource"])))?.deadLinks).toBeUndefined();
    await checkHomePageLinks(check("alive"));
    expect((await desk(marketing))?.deadLinks).toEqual([]);
    await checkHomePageLinks(check("dead"));
    await publish({});
    await checkHomePageLinks(check("dead"));
    expect((await desk(marketing))?.deadLinks).toEqual([]);
  });
});
