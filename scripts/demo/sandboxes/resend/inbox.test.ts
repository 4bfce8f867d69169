import { beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "@/scripts/demo/sandboxes/server";
import { EMAIL, post } from "./test-support";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

let sandbox: Sandbox;
let time: number;

beforeEach(() => {
  time = Date.parse("2026-11-21T10:00:00Z");
  sandbox = createSandbox({ now: () => time });
});

async function deliver(email: object): Promise<string> {
  const { status, body } = await post(sandbox, "/emails", { ...EMAIL, ...email });
  expect(status).toBe(200);
  return (body as { id: string }).id;
}

async function read(path: string): Promise<string> {
  return (await sandbox.app.request(path)).text();
}

async function readMails(query = ""): Promise<{ id: string; subject: string }[]> {
  return (await (await sandbox.app.request(`/mail.json${query}`)).json()) as { id: string; subject: string }[];
}

describe("GET /mail.json", () => {
  it("lists what was sent, newest first, with the values as they were given", async () => {
    const older = await deliver({
      to: ["Ann <ann@b.example>", "c@d.example"],
      reply_to: "r@s.example",
      headers: { "X-A": "1" },
    });
    time += 1;
    const newer = await deliver({ html: undefined, reply_to: ["r@s.example"] });
    expect(await readMails()).toEqual([
      {
        id: newer,
        created_at: "2026-11-21T10:00:00.001Z",
        from: EMAIL.from,
        to: EMAIL.to,
        reply_to: ["r@s.example"],
        subject: EMAIL.subject,
        html: null,
        text: "Hello",
        headers: {},
      },
      {
        id: older,
        created_at: "2026-11-21T10:00:00.000Z",
        from: EMAIL.from,
        to: ["Ann <ann@b.example>", "c@d.example"],
        reply_to: "r@s.example",
        subject: EMAIL.subject,
        html: EMAIL.html,
        text: "Hello",
        headers: { "X-A": "1" },
      },
    ]);
  });

  it.each([
    ["ann@b.example", ["named"]],
    ["ANN@B.EXAMPLE", ["named"]],
    ["copy@b.example", ["plain"]],
    ["nn@b.example", []],
    ["b.example", []],
    ["", []],
  ])("?to=%s finds %j", async (to, subjects) => {
    await deliver({ to: ["x@y.example", "Ann <Ann@b.example>"], subject: "named" });
    await deliver({ to: "joann@b.example", cc: "copy@b.example", subject: "plain" });
    expect((await readMails(`?to=${encodeURIComponent(to)}`)).map(({ subject }) => subject)).toEqual(subjects);
  });

  it("keeps the newest 5,000", async () => {
    for (let batch = 0; batch < 50; batch++)
      await post(
        sandbox,
        "/emails/batch",
        Array.from({ length: 100 }, () => EMAIL),
      );
    await deliver({ subject: "the last" });
    const mails = await readMails();
    expect(mails).toHaveLength(5_000);
    expect(mails[0]?.subject).toBe("the last");
  });
});

describe("the inbox page", () => {
  it("says so when there is no mail, and when none matches", async () => {
    expect(await read("/mail")).toContain("No mail yet");
    await deliver({});
    expect(await read("/mail?to=nobody")).toContain("No mail fits this filter");
  });

  it("filters by recipient and by text, and leads through all pages", async () => {
    for (let number = 0; number < 60; number++) await deliver({ subject: `Invoice ${number}.` });
    await deliver({ to: "other@ridgeline.example", subject: "Elsewhere" });
    expect(await read("/mail?to=ridgeline&q=elsewhere")).toContain("1 of 61");
    expect(await read("/mail?to=ridgeline&q=invoice")).toContain("0 of 61");

    const first = await read("/mail?to=keystone");
    expect(first).toContain("Invoice 59.");
    expect(first).not.toContain("Invoice 9.");
    const older = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(await read(older)).toContain("Invoice 9.");
  });

  it("keeps hostile values inert", async () => {
    const id = await deliver({
      subject: HOSTILE,
      from: '"<b>x</b>" <a@b.example>',
      text: `${HOSTILE} https://e.example/?a="onclick=1`,
    });
    for (const path of [
      "/mail",
      `/mail?to=${encodeURIComponent(HOSTILE)}`,
      `/mail/${id}`,
      `/mail/${id}?view=text`,
      `/mail/${id}?view=headers`,
    ]) {
      const page = await read(path);
      expect(page).not.toContain("<script>alert");
      expect(page).not.toContain("<img");
      expect(page).not.toContain("<b>x");
      expect(page).not.toMatch(/<a [^>]*onclick/);
    }
  });

  it("loads nothing from elsewhere and allows no script but its own", async () => {
    await deliver({});
    const response = await sandbox.app.request("/mail");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+';/);
    expect(await response.text()).not.toMatch(/(?:src|href)="https?:/);
  });

  it("can be paused", async () => {
    expect(await read("/mail")).toContain("<script>");
    const paused = await read("/mail?updates=off");
    expect(paused).not.toContain("<script>");
    expect(paused).not.toContain("http-equiv");
  });
});

describe("one mail", () => {
  it("shows its facts, its views, and links that can be clicked", async () => {
    const id = await deliver({
      reply_to: "r@s.example",
      headers: { "X-A": "1" },
      text: "Go to http://cimsoft.localhost:3000/reset-password/abc.",
    });
    const page = await read(`/mail/${id}`);
    for (const fact of ["ap.clerk@keystone.example", "r@s.example", "Invoice INV-1001"]) expect(page).toContain(fact);
    expect(page).toContain(`src="/mail/${id}/html"`);
    expect(await read(`/mail/${id}?view=text`)).toContain(
      '<a href="http://cimsoft.localhost:3000/reset-password/abc" target="_blank"',
    );
    expect(await read(`/mail/${id}?view=headers`)).toContain("X-A: 1");
  });

  it("serves its HTML in a sandbox without scripts, with links to a new tab", async () => {
    const id = await deliver({ html: "<html><head><title>t</title></head><body><p>Hi</p></body></html>" });
    const response = await sandbox.app.request(`/mail/${id}/html`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/);
    expect(policy).not.toContain("allow-scripts");
    expect(policy).not.toContain("allow-same-origin");
    expect(await response.text()).toContain('<head><base target="_blank"><title>');
  });

  it("is a page that says so when the mail does not exist", async () => {
    const response = await sandbox.app.request("/mail/none");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("No such mail");
  });
});

it("names the sandboxes on the index page", async () => {
  expect(await read("/")).toContain('<a href="/mail">Mail</a>');
});
