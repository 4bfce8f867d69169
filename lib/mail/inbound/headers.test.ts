import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOwnMessageId, messageIdOf } from "@/lib/mail/threading";
import { automaticReason, bareAddress, isOwnMail } from "./headers";

describe("mail sent by machines", () => {
  it.each([
    [{ "Auto-Submitted": "auto-replied" }],
    [{ "auto-submitted": "auto-generated; x=y" }],
    [{ Precedence: "bulk" }],
    [{ precedence: "Auto_Reply" }],
    [{ "Return-Path": "<>" }],
    [{ "Content-Type": "multipart/report; report-type=delivery-status" }],
    [{ "X-Autoreply": "yes" }],
    [{ "X-Loop": "x" }],
    [{ "X-Auto-Response-Suppress": "All" }],
    [{ "List-Id": "<plant.client.example>" }],
  ])("%j is told by its headers", (headers) => {
    expect(automaticReason(headers as Record<string, string>, "Re: Historian stops")).toMatch(/\.$/);
  });

  it.each([
    "Automatic reply: Historian stops",
    "Automatische Antwort: Historian stops",
    "Réponse automatique : Historian stops",
    "Respuesta automática: Historian stops",
    "Automatikus válasz: Historian stops",
    "Otomatik Yanıt: Historian stops",
    "Αυτόματη απάντηση: Historian stops",
    "自动回复: Historian stops",
    "自動返信：Historian stops",
    "Gelesen: Historian stops",
    "Undeliverable: Historian stops",
  ])("are told by the subject %s", (subject) => {
    expect(automaticReason({}, subject)).toMatch(/\.$/);
    expect(automaticReason({}, `Re: ${subject}`), "a person answers it").toBeNull();
  });

  it.each([
    [{}],
    [{ "Auto-Submitted": "no" }],
    [{ "Auto-Submitted": "No; because=person" }],
    [{ Precedence: "first-class" }],
    [{ "Return-Path": "<dana@client.example>" }],
    [{ "X-Autoreply": "no" }],
    [{ "Content-Type": "multipart/mixed" }],
  ])("%j is a person's", (headers) => {
    expect(automaticReason(headers as Record<string, string>, "Re: Historian stops")).toBeNull();
  });
});

describe("the sender of a received mail", () => {
  it.each([
    ["dana@client.example", "dana@client.example"],
    ["Dana Whitfield <Dana@Client.example>", "dana@client.example"],
    ['"Whitfield, Dana" <dana@client.example>', "dana@client.example"],
    ['"dana@client.example" <evil@x.example>', "evil@x.example"],
    ["dana@client.example <evil@x.example>", "evil@x.example"],
    ["<dana@client.example> <evil@x.example>", null],
    ["dana@client.example, evil@x.example", null],
    ["evil@x.example, Dana <dana@client.example>", null],
    ["Whitfield, Dana <dana@client.example>", "dana@client.example"],
    ["dana@client.example\r\nBcc: x@y.example", null],
    ["dana@client.example\u0000", null],
    ["dana", null],
    ["<>", null],
    ["", null],
    ["dana@@client.example", null],
    ["Dana <dana@client.example> x", null],
  ])("of %j is %j", (from, sender) => {
    expect(bareAddress(from)).toBe(sender);
  });

  it("is one address or none, in no long time", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("<", ">", "@", "a", ".", '"', ",", " ", "\\"), maxLength: 1_000 }),
        (from) => {
          const sender = bareAddress(from);
          if (sender !== null) expect(from.toLowerCase()).toContain(sender);
        },
      ),
    );
  });

  it("is ours where it is a mailbox of ours, the domain of replies, or the mail has an id of ours", () => {
    const own = ["support@cimsoft.example"];
    const isOwn = (sender: string | null, messageId = "<x@client.example>") =>
      isOwnMail({ messageId, sender }, own, "reply.portal.example");
    expect([
      isOwn("support@cimsoft.example"),
      isOwn("reply+x@reply.portal.example"),
      isOwn("a@client.example"),
    ]).toEqual([true, true, false]);
    const id = "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a";
    expect(
      isOwn("a@client.example", messageIdOf(id, { threadId: id, origin: "https://portal.cimsoft.com", recipient: id })),
    ).toBe(true);
    // As mails had it before each recipient got another one.
    expect(isOwnMessageId(`<${id}.${id}@portal.cimsoft.com>`)).toBe(true);
    expect(isOwnMessageId(`<${id}@client.example>`)).toBe(false);
    expect(isOwn(null)).toBe(false);
  });
});
