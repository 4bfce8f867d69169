import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/api/team-photos/[id]/route";
import { POST } from "@/app/api/team-photos/route";
import StaffTeamMemberPage from "@/app/staff/team/[id]/page";
import { auditEvents, teamPhotos } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { removePhotoAction } from "@/lib/people/account-team/staff/actions";
import { importFolder } from "@/lib/sync/import";
import { company as companyRow, folderWith, reportOf } from "@/tests/integration/sync/folder";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createTeamMember, nobodysId, unique } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const picture = (background = "#336699", width = 300) =>
  sharp({ create: { width, height: 200, channels: 3, background } });
let png: Buffer;
beforeAll(async () => {
  png = await picture().png().toBuffer();
});

/** Somebody without an account on the teams of a company of each of the brands. */
async function colleague(brands: readonly string[] = ["cimsoft"]) {
  const email = `${unique("grace")}@portal.example`.toLowerCase();
  const places = [];
  for (const brand of brands) {
    const company = await createCompany({ brand });
    const place = await createTeamMember(company, { email, name: "Grace Holloway" });
    places.push({ company, place, contact: await createContact(company) });
  }
  const [first] = places;
  if (!first) throw new Error("no brand");
  const id = places.map(({ place }) => place.id).sort()[0] ?? "";
  return { email, id, ...first, places };
}

const photosOf = (email: string) =>
  asSystem("test", (db) => db.select().from(teamPhotos).where(eq(teamPhotos.email, email)).orderBy(teamPhotos.brand));

type Account = { kind: "contact" | "staff"; id: string };

async function upload(
  who: Account | null,
  person: string,
  content: Buffer | string | null,
  over: { headers?: Record<string, string>; brand?: string; more?: Buffer } = {},
) {
  const brand = over.brand ?? "cimsoft";
  const form = new FormData();
  const file = (bytes: Buffer | string) =>
    new File([new Uint8Array(Buffer.from(bytes))], "grace.png", { type: "image/png" });
  form.set("photo", content === null ? new File([], "") : file(content));
  if (over.more) form.append("photo", file(over.more));
  const encoded = new Response(form);
  const response = await visit(POST, {
    brand,
    path: `/api/team-photos?person=${encodeURIComponent(person)}`,
    params: {},
    cookie: who ? await sessionCookie(who, brand) : undefined,
    method: "POST",
    headers: { "content-type": encoded.headers.get("content-type") ?? "", ...over.headers },
    body: await encoded.arrayBuffer(),
  });
  return { status: response.status, to: response.headers.get("location") };
}

async function see(who: Account | null, id: string, brand = "cimsoft") {
  const cookie = who ? await sessionCookie(who, brand) : undefined;
  return visit(GET, { brand, path: `/api/team-photos/${id}`, params: { id }, cookie });
}

const admin = async (brands?: readonly string[]): Promise<Account> => {
  const { id } = await member(["administrator"], "Elena Ortiz", brands);
  return { kind: "staff", id };
};

describe("the picture of a member of the account team", () => {
  it("is encoded again, shown to the company's contacts, and replaced by another one under another id", async () => {
    const { id, email, contact, company } = await colleague();
    const elena = await admin();
    expect(await upload(elena, id, png)).toEqual({ status: 303, to: `/staff/team/${id}?photo=saved#photo` });
    const [first] = await photosOf(email);
    const reader = { kind: "contact", id: contact.id } as const;
    const response = await see(reader, first?.id ?? "");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/webp",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=31536000, immutable",
      "cross-origin-resource-policy": "same-origin",
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 256, height: 256 });
    const team = () => runAsViewer(clientViewer(contact), "read", (context) => listAccountTeam(context, company.id));
    expect((await team())[0]?.photoId).toBe(first?.id);

    await upload(elena, id, await picture("#aa2211").jpeg().toBuffer());
    const photos = await photosOf(email);
    expect(photos).toHaveLength(1);
    expect(photos[0]?.id).not.toBe(first?.id);
    expect((await see(reader, first?.id ?? "")).status).toBe(404);
    const actions = await asSystem("test", (db) =>
      db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.entityId, first?.id ?? "")),
    );
    expect(actions).toMatchObject([{ action: "team-photo.set", actorId: elena.id }]);

    expect(await send(removePhotoAction, { brand: "cimsoft", account: elena }, { person: id })).toMatchObject({
      to: `/staff/team/${id}?photo=removed#photo`,
    });
    expect((await team())[0]?.photoId).toBeNull();
  });

  it("is chosen for those of the administrator's brands where the person is known", async () => {
    const { id, email } = await colleague(["cimsoft", "insource"]);
    expect((await upload(await admin(["cimsoft"]), id, png)).status).toBe(303);
    expect((await photosOf(email)).map(({ brand }) => brand)).toEqual(["cimsoft"]);
    await upload(await admin(), id, png);
    expect((await photosOf(email)).map(({ brand }) => brand)).toEqual(["cimsoft", "insource"]);
  });

  it("is one when several are sent at once", async () => {
    const { id, email } = await colleague();
    const elena = await admin();
    const pictures = await Promise.all(["red", "green", "blue"].map((color) => picture(color).png().toBuffer()));
    const answers = await Promise.all(pictures.map((bytes) => upload(elena, id, bytes)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await photosOf(email)).toHaveLength(1);
  });

  it.each<readonly [string, () => Buffer | string | null, string]>([
    ["an SVG", () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "kind"],
    ["a page that calls itself a PNG", () => "<!doctype html><script>alert(1)</script>", "kind"],
    ["half a picture", () => png.subarray(0, 60), "broken"],
    ["a file of more than 5 MB", () => Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]), "too-large"],
    ["no file", () => null, "none"],
    ["an empty file", () => "", "none"],
  ])("is not made of %s, and the page says why", async (_, make, code) => {
    const { id, email } = await colleague();
    const elena = await admin();
    expect(await upload(elena, id, make())).toEqual({ status: 303, to: `/staff/team/${id}?photo=${code}#photo` });
    expect(await photosOf(email)).toEqual([]);
    const page = await seePage(
      StaffTeamMemberPage,
      { brand: "cimsoft", account: elena },
      { params: Promise.resolve({ id }), searchParams: Promise.resolve({ photo: code }) },
    );
    expect(page.status === 200 && page.html).toContain('role="alert"');
  });

  it("is made of exactly one file, and nothing else that the file held is stored", async () => {
    const { id, email } = await colleague();
    const elena = await admin();
    expect((await upload(elena, id, png, { more: png })).to).toContain("photo=broken");
    const polyglot = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from("<script>alert(1)</script>")]);
    expect((await upload(elena, id, polyglot)).to).toContain("photo=saved");
    expect((await photosOf(email))[0]?.image.includes("script")).toBe(false);
  });

  it("is chosen by administrators alone, of people of their own brands, from the portal's own pages", async () => {
    const { id, email, contact } = await colleague();
    const manager = await member(["account_manager"]);
    const outsiders: (Account | null)[] = [
      null,
      { kind: "contact", id: contact.id },
      { kind: "staff", id: manager.id },
      { kind: "staff", id: (await member(["marketing"])).id },
      await admin(["insource"]),
    ];
    for (const who of outsiders) {
      expect((await upload(who, id, png)).status).toBe(404);
      const removed = await send(
        removePhotoAction,
        { brand: "cimsoft", ...(who ? { account: who } : {}) },
        { person: id },
      ).then(({ kind }) => kind);
      expect(removed).toBe(who === null ? "redirected" : removed === "refused" ? "refused" : "missing");
    }
    const elena = await admin();
    expect((await upload(elena, nobodysId(), png)).status).toBe(404);
    expect((await upload(elena, id, png, { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect(await photosOf(email)).toEqual([]);
  });

  it("is not found for whoever does not see the team", async () => {
    const { id, email } = await colleague();
    await upload(await admin(), id, png);
    const [photo] = await photosOf(email);
    const photoId = photo?.id ?? "";
    const stranger = await createContact(await createCompany());
    const homeless = await createContact(null);
    const elsewhere = await createContact(await createCompany({ brand: "insource" }), { brand: "insource" });
    const outsiders: [Account | null, string][] = [
      [null, "cimsoft"],
      [{ kind: "contact", id: stranger.id }, "cimsoft"],
      [{ kind: "contact", id: homeless.id }, "cimsoft"],
      [{ kind: "contact", id: elsewhere.id }, "insource"],
      [{ kind: "staff", id: (await member(["marketing"])).id }, "cimsoft"],
      [{ kind: "staff", id: (await member(["account_manager"], "Far", ["insource"])).id }, "cimsoft"],
    ];
    for (const [who, brand] of outsiders) {
      const response = await see(who, photoId, brand);
      expect([response.status, response.headers.get("cache-control")]).toEqual([404, "private, no-store"]);
    }
    expect((await see({ kind: "staff", id: (await member(["support_agent"])).id }, photoId)).status).toBe(200);
    for (const odd of ["x", "..", nobodysId()]) expect((await see(await admin(), odd)).status).toBe(404);
  });
});

describe("pictures of an import", () => {
  const row = (email: string, photo: string, over: Record<string, string> = {}) => ({
    brand: "cimsoft",
    external_id: `TM-${email}`,
    company: "C-1",
    role: "account_manager",
    name: "Grace Holloway",
    email,
    photo,
    ...over,
  });
  const mail = () => `${unique("grace")}@portal.example`.toLowerCase();

  async function importTeam(rows: Record<string, string>[], files: Record<string, Buffer | string>) {
    const folder = await folderWith({ companies: [companyRow()], "account-team": rows });
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    return {
      folder,
      run: async () => reportOf(await importFolder(folder, { dryRun: false, allOrNothing: false }), "account-team"),
    };
  }

  it("are stored with their row; the same picture again changes nothing, another one changes the id", async () => {
    const email = mail();
    const { folder, run } = await importTeam([row(email, "grace.png")], { "grace.png": png });
    expect(await run()).toMatchObject({ created: 1, badCount: 0, warningCount: 0 });
    const [first] = await photosOf(email);
    expect(await run()).toMatchObject({ unchanged: 1, warningCount: 0 });
    expect(await photosOf(email)).toEqual([first]);
    await writeFile(path.join(folder, "grace.png"), await picture("#117733").png().toBuffer());
    expect(await run()).toMatchObject({ updated: 1 });
    const [second, ...more] = await photosOf(email);
    expect(more).toEqual([]);
    expect(second?.id).not.toBe(first?.id);
    const without = await importTeam([row(email, "")], {});
    expect(await without.run()).toMatchObject({ unchanged: 1 });
    expect(await photosOf(email)).toEqual([second]);
  });

  it("that are no images are warnings, and the row goes in", async () => {
    const [lost, drawn, half] = [mail(), mail(), mail()];
    const { run } = await importTeam([row(lost, "nobody.png"), row(drawn, "drawn.png"), row(half, "half.png")], {
      "drawn.png": "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "half.png": png.subarray(0, 50),
    });
    const report = await run();
    expect(report).toMatchObject({ created: 3, badCount: 0, warningCount: 3 });
    expect(report.warnings.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, "photo", "There is no file of this name in the folder. The row went in without it."],
      [3, "photo", "A picture is a JPEG, PNG or WebP file. The row went in without it."],
      [4, "photo", expect.stringMatching(/^This picture cannot be read/)],
    ]);
  });

  it("are read from the import's folder alone", async () => {
    const [up, deep, absolute, linked, folderName] = [mail(), mail(), mail(), mail(), mail()];
    const outside = await folderWith({});
    await writeFile(path.join(outside, "outside.png"), png);
    const rows = [
      row(up, "../outside.png"),
      row(deep, "inner/grace.png"),
      row(absolute, path.join(outside, "outside.png")),
      row(linked, "linked.png"),
      row(folderName, "inner"),
    ];
    const { folder, run } = await importTeam(rows, {});
    await mkdir(path.join(folder, "inner"));
    await writeFile(path.join(folder, "inner", "grace.png"), png);
    await symlink(path.join(outside, "outside.png"), path.join(folder, "linked.png"));
    const report = await run();
    expect(report.bad.map(({ line, column }) => [line, column])).toEqual([
      [2, "photo"],
      [3, "photo"],
      [4, "photo"],
    ]);
    expect(report.warnings.map(({ line }) => line)).toEqual([5, 6]);
    for (const email of [up, deep, absolute, linked, folderName]) expect(await photosOf(email)).toEqual([]);
  });
});
