import { describe, expect, it } from "vitest";
import { createSandbox } from "@/scripts/demo/sandboxes/server";
import { EMAIL, post } from "./test-support";

const { from: _from, ...WITHOUT_FROM } = EMAIL;
const { to: _to, ...WITHOUT_TO } = EMAIL;
const { subject: _subject, ...WITHOUT_SUBJECT } = EMAIL;
const addresses = (count: number) => Array.from({ length: count }, (_, number) => `a${number}@b.example`);

describe("keys", () => {
  it.each([
    ["", 401, "missing_api_key"],
    ["Basic re_test", 401, "missing_api_key"],
    ["Bearer sk_test", 403, "invalid_api_key"],
    ["Bearer re_", 403, "invalid_api_key"],
  ])("answers Authorization %j with %i %s", async (authorization, status, name) => {
    const sandbox = createSandbox();
    const answer = await post(sandbox, "/emails", EMAIL, { Authorization: authorization });
    expect(answer).toMatchObject({ status, body: { statusCode: status, name, message: expect.any(String) } });
    expect(sandbox.mailbox.list()).toEqual([]);
  });
});

describe("POST /emails", () => {
  it.each<[string, unknown, string, RegExp]>([
    ["no from", WITHOUT_FROM, "missing_required_field", /Missing `from`/],
    ["no to", WITHOUT_TO, "missing_required_field", /Missing `to`/],
    ["no subject", WITHOUT_SUBJECT, "missing_required_field", /Missing `subject`/],
    [
      "no content",
      { ...EMAIL, html: undefined, text: undefined },
      "missing_required_field",
      /Missing `html` or `text`/,
    ],
    ["an unknown parameter", { ...EMAIL, replyTo: "a@b.example" }, "validation_error", /Unknown parameter: `replyTo`/],
    ["a number as subject", { ...EMAIL, subject: 1 }, "validation_error", /`subject`/],
    ["a subject of two lines", { ...EMAIL, subject: "a\nBcc: x@y.example" }, "validation_error", /`subject`/],
    ["an object as html", { ...EMAIL, html: {} }, "validation_error", /`html`/],
    ["null as text", { ...EMAIL, text: null }, "validation_error", /`text`/],
    ["a sender without address", { ...EMAIL, from: "Cimsoft" }, "invalid_from_address", /Invalid `from` field/],
    ["a sender with an open bracket", { ...EMAIL, from: "Cimsoft <a@b.example" }, "invalid_from_address", /`from`/],
    ["two senders", { ...EMAIL, from: "A, B <a@b.example>" }, "invalid_from_address", /`from`/],
    ["a recipient with a space before it", { ...EMAIL, to: " a@b.example" }, "validation_error", /Invalid `to` field/],
    ["a recipient without domain", { ...EMAIL, to: ["a@b.example", "root"] }, "validation_error", /Invalid `to` field/],
    [
      "a recipient with a line break",
      { ...EMAIL, to: "A\r\n <a@b.example>" },
      "validation_error",
      /Invalid `to` field/,
    ],
    ["an empty list of recipients", { ...EMAIL, to: [] }, "validation_error", /`to`/],
    ["51 recipients", { ...EMAIL, to: addresses(51) }, "validation_error", /at most 50/],
    ["a bad reply-to", { ...EMAIL, reply_to: ["a@b"] }, "validation_error", /Invalid `reply_to` field/],
    ["a header that is a number", { ...EMAIL, headers: { "X-Try": 1 } }, "validation_error", /`headers/],
    ["a header with a line break", { ...EMAIL, headers: { "X-Try": "1\nX: 2" } }, "validation_error", /`headers/],
    ["a tag with a space", { ...EMAIL, tags: [{ name: "kind", value: "a b" }] }, "validation_error", /ASCII letters/],
    ["a tag that is too long", { ...EMAIL, tags: [{ name: "k".repeat(257), value: "a" }] }, "validation_error", /tags/],
    ["tags as an object", { ...EMAIL, tags: { kind: "a" } }, "validation_error", /tags/],
    [
      "a file without content",
      { ...EMAIL, attachments: [{ filename: "a.pdf" }] },
      "invalid_attachment",
      /`content` or `path`/,
    ],
    [
      "an unknown parameter of a file",
      { ...EMAIL, attachments: [{ content: "YQ==", type: "x" }] },
      "validation_error",
      /`attachments\[0\]\.type`/,
    ],
    ["a schedule in words", { ...EMAIL, scheduled_at: "tomorrow" }, "validation_error", /`scheduled_at`/],
    ["a template beside html", { ...EMAIL, template: { id: "welcome" } }, "validation_error", /`template`/],
    ["a list", [EMAIL], "validation_error", /JSON object/],
  ])("refuses %s", async (_case, body, name, message) => {
    const sandbox = createSandbox();
    const answer = await post(sandbox, "/emails", body);
    expect(answer).toMatchObject({
      status: 422,
      body: { statusCode: 422, name, message: expect.stringMatching(message) },
    });
    expect(sandbox.mailbox.list()).toEqual([]);
  });

  it.each([
    ["the smallest mail", { from: "a@b.example", to: "c@d.example", subject: "", text: "" }],
    ["50 recipients", { ...EMAIL, to: addresses(50) }],
    [
      "names with quotes and other letters",
      { ...EMAIL, from: '"Smith, Bob" <b@c.example>', to: "Zoë Ångström <z@c.example>" },
    ],
    [
      "everything",
      {
        ...EMAIL,
        cc: "a@b.example",
        bcc: [],
        reply_to: ["x@y.example"],
        headers: { References: "<1@b>" },
        tags: [{ name: "kind", value: "reset_1" }],
        attachments: [{ filename: "a.txt", content: "YQ==", content_type: "text/plain" }],
        scheduled_at: "2026-12-01T10:00:00Z",
        topic_id: null,
      },
    ],
  ])("accepts %s", async (_case, body) => {
    const sandbox = createSandbox();
    const answer = await post(sandbox, "/emails", body);
    expect(answer).toMatchObject({ status: 200, body: { id: sandbox.mailbox.list()[0]?.id } });
    expect(sandbox.mailbox.list()).toMatchObject([body]);
  });

  it("refuses a body that is not JSON, and a template, because the sandbox has none", async () => {
    const sandbox = createSandbox();
    expect(await post(sandbox, "/emails", "{")).toMatchObject({ status: 400, body: { name: "validation_error" } });
    const template = { from: EMAIL.from, to: EMAIL.to, subject: "s", template: { id: "welcome" } };
    expect(await post(sandbox, "/emails", template)).toMatchObject({ status: 404, body: { name: "not_found" } });
  });

  it("refuses more than 40 MB", async () => {
    const answer = await post(createSandbox(), "/emails", { ...EMAIL, text: "x".repeat(40 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { statusCode: 413 } });
  });
});

describe("POST /emails/batch", () => {
  it("sends all mails in the order given", async () => {
    const sandbox = createSandbox();
    const answer = await post(sandbox, "/emails/batch", [EMAIL, { ...EMAIL, subject: "Second" }]);
    const [second, first] = sandbox.mailbox.list();
    expect(answer).toMatchObject({ status: 200, body: { data: [{ id: first?.id }, { id: second?.id }] } });
    expect(second?.subject).toBe("Second");
  });

  it.each<[string, unknown, RegExp]>([
    ["none", [], /at least one/],
    ["one that is no list", EMAIL, /array/],
    ["101", Array.from({ length: 101 }, () => EMAIL), /at most 100/],
    ["one bad", [EMAIL, { ...EMAIL, to: "root" }], /Invalid `to` field.*index 1/],
    ["a file", [{ ...EMAIL, attachments: [{ content: "YQ==" }] }], /`attachments` field is not supported/],
  ])("refuses the whole batch with %s", async (_case, body, message) => {
    const sandbox = createSandbox();
    const answer = await post(sandbox, "/emails/batch", body);
    expect(answer).toMatchObject({ status: 422, body: { message: expect.stringMatching(message) } });
    expect(sandbox.mailbox.list()).toEqual([]);
  });

  it("takes 100 mails", async () => {
    const sandbox = createSandbox();
    expect(
      (
        await post(
          sandbox,
          "/emails/batch",
          Array.from({ length: 100 }, () => EMAIL),
        )
      ).status,
    ).toBe(200);
    expect(sandbox.mailbox.list()).toHaveLength(100);
  });
});

describe("other paths", () => {
  const headers = { Authorization: "Bearer re_test" };

  it.each([
    ["GET", "/nothing", 404, "not_found"],
    ["POST", "/emails/send", 405, "method_not_allowed"],
    ["DELETE", "/emails", 405, "method_not_allowed"],
    ["GET", "/emails/42", 422, "invalid_parameter"],
    ["GET", "/emails/9f0a6f0e-6b0b-4d7a-9d52-000000000000", 404, "not_found"],
  ])("answers %s %s with %i %s", async (method, path, status, name) => {
    const response = await createSandbox().app.request(path, { method, headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ statusCode: status, name });
  });

  it("requires a key before it returns a mail", async () => {
    const sandbox = createSandbox();
    await post(sandbox, "/emails", EMAIL);
    const response = await sandbox.app.request(`/emails/${sandbox.mailbox.list()[0]?.id}`);
    expect(response.status).toBe(401);
  });
});
