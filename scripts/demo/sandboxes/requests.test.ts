import { describe, expect, it } from "vitest";
import { redactBody, redactHeaders, redactText } from "./requests";
import { createSandbox } from "./server";

const TOKEN = "AbCdEfGhIjKlMnOpQrSt_-09";

describe("redaction", () => {
  it.each([
    [`https://portal.example/reset-password/${TOKEN}`, "https://portal.example/reset-password/[token]"],
    [
      `see https://portal.example/confirm?token=${TOKEN}&lang=en now`,
      "see https://portal.example/confirm?token=[token]&lang=en now",
    ],
    [
      `<a href="https://portal.example/a?b=1&amp;key=${TOKEN}#${TOKEN}">`,
      '<a href="https://portal.example/a?b=1&amp;key=[token]#[token]">',
    ],
    [`reply+${TOKEN}@inbound.example`, "reply+[token]@inbound.example"],
    [
      "https://a-long-host-name-of-a-brand.example/invoices/INV-1001?status=open",
      "https://a-long-host-name-of-a-brand.example/invoices/INV-1001?status=open",
    ],
    [`${TOKEN} outside a link`, `${TOKEN} outside a link`],
  ])("replaces secrets and link tokens in the text %s", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it("removes secrets from headers and leaves the others", () => {
    const headers = { authorization: "Bearer re_secret", Cookie: "session=1", "idempotency-key": "msg/1" };
    expect(redactHeaders(headers)).toEqual({
      authorization: "[removed]",
      Cookie: "[removed]",
      "idempotency-key": "msg/1",
    });
  });

  it("covers nested values, and leaves out the content of files", () => {
    const body = [
      {
        headers: { Link: `https://p.example/x/${TOKEN}` },
        attachments: [{ filename: "a.txt", content: "c2VjcmV0" }],
        n: 1,
      },
    ];
    expect(redactBody(body)).toEqual([
      {
        headers: { Link: "https://p.example/x/[token]" },
        attachments: [{ filename: "a.txt", content: "[removed]" }],
        n: 1,
      },
    ]);
  });
});

describe("GET /requests.json", () => {
  it("lists API requests newest first, refused ones too, but no visits to the inbox", async () => {
    const { app } = createSandbox({ now: () => Date.parse("2026-11-21T10:00:00Z") });
    await app.request("/emails", {
      method: "POST",
      headers: { Authorization: "Bearer re_secret" },
      body: JSON.stringify({
        from: "a@b.example",
        to: "c@d.example",
        subject: "s",
        text: `https://p.example/r/${TOKEN}`,
      }),
    });
    await app.request(`/emails?token=${TOKEN}`, { method: "POST", body: "no json" });
    await app.request("/mail");
    await app.request("/mail.json");

    const answer = await app.request("/requests.json");
    const text = await answer.text();
    expect(text).not.toContain("re_secret");
    expect(text).not.toContain(TOKEN);
    expect(JSON.parse(text)).toMatchObject([
      { method: "POST", path: "/emails?token=[token]", body: "no json", status: 401 },
      {
        received_at: "2026-11-21T10:00:00.000Z",
        method: "POST",
        path: "/emails",
        headers: { authorization: "[removed]" },
        body: { to: "c@d.example", text: "https://p.example/r/[token]" },
        status: 200,
      },
    ]);
  });

  it("keeps the newest 5,000", async () => {
    const { app, requests } = createSandbox();
    for (let number = 0; number < 5_001; number++) await app.request(`/unknown/${number}`);
    const kept = requests.list();
    expect(kept).toHaveLength(5_000);
    expect([kept.at(0)?.path, kept.at(-1)?.path]).toEqual(["/unknown/5000", "/unknown/1"]);
  });
});
