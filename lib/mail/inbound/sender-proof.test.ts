import { describe, expect, it } from "vitest";
import { doubtOfSender, headerFields } from "./sender-proof";

const KIM = "kim@cimsoft.example";
const RECEIVER = "amazonses.com";
const head = (...fields: string[]) => headerFields([...fields, "From: Kim <kim@cimsoft.example>"].join("\r\n"));
const found = (findings: string) => `Authentication-Results: amazonses.com; ${findings}`;
const doubt = (fields: readonly string[], address = KIM) => doubtOfSender(head(...fields), address, RECEIVER);

it("reads the head of a mail as fields in order, folded lines joined, up to the text", () => {
  expect(headerFields("A: 1\r\n  2\r\nB : x:y\nnonsense\nA: 3\n\nC: text")).toEqual([
    ["a", "1 2"],
    ["b", "x:y"],
    ["a", "3"],
  ]);
});

describe("the sender of a mail is proven", () => {
  it.each([
    ["DMARC", found("spf=pass; dkim=none; dmarc=pass header.from=cimsoft.example")],
    [
      "DMARC, folded, with comments",
      found("spf=pass (a; dmarc=fail)\r\n client-ip=1.2.3.4;\r\n dmarc=pass (p=reject)"),
    ],
    ["a signature of the domain", found("dkim=pass header.i=@cimsoft.example; dmarc=none")],
    ["a signature of a domain below", found("dkim=fail header.i=@x.example; dkim=pass header.d=mail.cimsoft.example")],
    ["SPF of the domain", found("spf=pass smtp.mailfrom=kim@cimsoft.example; dkim=none; dmarc=none")],
    [
      "SPF as Amazon writes it",
      found(
        "spf=pass (spfCheck: x) client-ip=192.0.2.1; envelope-from=bounces@news.cimsoft.example; helo=m.example; dkim=none",
      ),
    ],
    [
      "a signature, where what forwarded it fails SPF",
      found("spf=fail smtp.mailfrom=x@list.example; dkim=pass header.d=cimsoft.example; dmarc=pass"),
    ],
    [
      "DMARC, in capitals, with the version of the header",
      "AUTHENTICATION-RESULTS: AmazonSES.com 1; DMARC=Pass HEADER.FROM=Cimsoft.Example",
    ],
    [
      "DMARC, with an address in a comment of the receiver",
      "Authentication-Results: amazonses.com (receiver for kim@evil.example); dmarc=pass (p=none) header.from=cimsoft.example",
    ],
    [
      "a signature of the domain beside one of a stranger",
      found("dkim=pass header.d=evil.example; dkim=pass header.d=cimsoft.example"),
    ],
    ["SPF of the domain's envelope without a name", found("spf=pass smtp.mailfrom=cimsoft.example")],
    [
      "the receiver's word above another's",
      [found("dmarc=pass"), "Authentication-Results: inner; dmarc=fail"].join("\r\n"),
    ],
  ])("is proven by %s", (_by, results) => {
    expect(doubt([results])).toBeNull();
  });

  it.each([
    ["no finding", []],
    ["another server's word", ["Authentication-Results: mx.evil.example; dmarc=pass"]],
    [
      "another server's word above the receiver's",
      ["Authentication-Results: mx.evil.example; dmarc=pass", found("dmarc=pass")],
    ],
    ["a word that stands below the receiver's", [found("spf=pass; dkim=none; dmarc=none"), found("dmarc=pass")]],
    ["a signature of a stranger", [found("dkim=pass header.i=@evil.example; dmarc=none")]],
    ["a signature of a domain that ends alike", [found("dkim=pass header.d=evilcimsoft.example; dmarc=none")]],
    ["a signature of the public suffix", [found("dkim=pass header.d=example; dmarc=none")]],
    ["a signature of nobody", [found("dkim=pass; dmarc=none")]],
    ["DMARC of another domain", [found("dmarc=pass header.from=evil.example")]],
    ["a signature where DMARC failed", [found("dkim=pass header.d=cimsoft.example; dmarc=fail")]],
    ["two words on DMARC, one of them fail", [found("dmarc=pass; dmarc=fail")]],
    ["SPF of another domain", [found("spf=pass smtp.mailfrom=x@evil.example; dkim=none; dmarc=none")]],
    ["SPF that softly fails", [found("spf=softfail smtp.mailfrom=kim@cimsoft.example")]],
    ["SPF that could not be asked", [found("spf=temperror smtp.mailfrom=kim@cimsoft.example; dmarc=temperror")]],
    ["neutral SPF", [found("spf=neutral smtp.mailfrom=kim@cimsoft.example")]],
    ["a header of SPF alone", ["Received-SPF: pass (x) envelope-from=kim@cimsoft.example"]],
    ["a seal of an earlier server", ["ARC-Authentication-Results: i=1; amazonses.com; dmarc=pass"]],
    ["a comment", [found("spf=pass (x; dmarc=pass)")]],
    ["a quoted envelope", [found('spf=pass envelope-from="x; dmarc=pass; y"@evil.example; dmarc=none')]],
    ["an envelope", [found("spf=pass; envelope-from=dmarc=pass@evil.example; helo=dmarc=pass")]],
    ["an envelope with our domain in it", [found("spf=pass; envelope-from=a@cimsoft.example@evil.example; helo=x")]],
    ["an open comment", [found("spf=pass (x; dmarc=pass")]],
    ["a result that only begins alike", [found("dmarc=passed")]],
    ["DMARC of two domains", [found("dmarc=pass header.from=evil.example header.from=cimsoft.example")]],
    ["DMARC of a domain that the finding leaves empty", [found("dmarc=pass header.from=")]],
    ["a signature of two domains", [found("dkim=pass header.d=evil.example header.d=cimsoft.example")]],
    ["a signature whose signer names us", [found("dkim=pass header.d=evil.example header.i=@cimsoft.example")]],
    ["SPF of a greeting", [found("spf=pass smtp.helo=cimsoft.example")]],
    ["SPF of two envelopes", [found("spf=pass smtp.mailfrom=x@cimsoft.example; envelope-from=x@evil.example")]],
    ["DMARC by a guess", [found("dmarc=bestguesspass header.from=cimsoft.example")]],
    ["a finding of another method", [found("arc=pass header.d=cimsoft.example; dmarc=none")]],
    ["a reverse look-up", [found("iprev=pass policy.iprev=cimsoft.example; auth=pass smtp.auth=kim@cimsoft.example")]],
    ["a finding inside a reason", [found('dkim=fail reason="x; dmarc=pass header.from=cimsoft.example"')]],
    ["a comment within a comment", [found("spf=none (a (b; dmarc=pass) c; dmarc=pass)")]],
    ["a comment that an escaped bracket ends too early", [found("spf=none (a \\) ; dmarc=pass)")]],
    ["a receiver that only begins alike", ["Authentication-Results: amazonses.com.evil.example; dmarc=pass"]],
    ["a receiver in a comment", ["Authentication-Results: (amazonses.com) mx.evil.example; dmarc=pass"]],
    ["a receiver behind another", ["Authentication-Results: mx.evil.example amazonses.com; dmarc=pass"]],
    ["a receiver in quotes", ['Authentication-Results: "amazonses.com"; dmarc=pass']],
    [
      "a finding that another header is folded into",
      ["Subject: x\r\n Authentication-Results: amazonses.com; dmarc=pass"],
    ],
    ["a finding behind a lone carriage return", ["Subject: x\rAuthentication-Results: amazonses.com; dmarc=pass"]],
    ["a finding below the head", ["X: y\r\n\r\nAuthentication-Results: amazonses.com; dmarc=pass"]],
    [
      "seals and findings of forwarders",
      ["ARC-Seal: i=1; cv=pass", "X-Authentication-Results: amazonses.com; dmarc=pass", found("dmarc=none")],
    ],
  ])("is not proven by %s", (_by, fields) => {
    expect(doubt(fields)).toMatch(/\.$/);
  });

  it("is judged by the organization, which a public suffix is not", () => {
    const at = (domain: string, signer: string) =>
      doubtOfSender(
        headerFields(`${found(`dkim=pass header.d=${signer}; dmarc=none`)}\r\nFrom: a@${domain}`),
        `a@${domain}`,
        RECEIVER,
      );
    expect(at("plant.keystone.co.uk", "keystone.co.uk")).toBeNull();
    expect(at("keystone.co.uk", "evil.co.uk")).not.toBeNull();
    expect(at("keystone.github.io", "evil.github.io")).not.toBeNull();
    expect(at("keystone.co.uk", "co.uk")).not.toBeNull();
    expect(at("keystone.github.io", "github.io")).not.toBeNull();
    expect(at("mail.plant.keystone.com.au", "keystone.com.au")).toBeNull();
    expect(at("keystone.com.au", "evil.com.au")).not.toBeNull();
    expect(at("keystone.blogspot.com", "evil.blogspot.com")).not.toBeNull();
    expect(at("keystone.example", "keystone.example.evil.example")).not.toBeNull();
  });

  it.each([
    ["an address in the display name", '"kim@cimsoft.example" <evil@x.example>'],
    ["an address as the display name", "kim@cimsoft.example <evil@x.example>"],
    ["an encoded address as the display name", "=?utf-8?q?kim=40cimsoft.example?= <evil@x.example>"],
    ["an address in brackets before another", "<kim@cimsoft.example> <evil@x.example>"],
    ["an address before a comma", "kim@cimsoft.example, evil@x.example"],
    ["a group", "Friends: kim@cimsoft.example;"],
    ["a group of two", "Friends: kim@cimsoft.example, evil@x.example;"],
    ["an empty group", "kim@cimsoft.example:;"],
    ["an address in a comment", "evil@x.example (kim@cimsoft.example)"],
    ["a comment behind the address", "<evil@x.example> (<kim@cimsoft.example>)"],
    ["an address behind a route", "<@evil.example:kim@cimsoft.example>"],
    ["two signs", "kim@cimsoft.example@evil.example"],
    ["a quoted name before the sign", '"kim@cimsoft.example"@evil.example'],
    ["an encoded address behind another", "evil@x.example =?utf-8?q?=3Ckim=40cimsoft.example=3E?="],
    ["letters of another script", "Kim <k\u0456m@cimsoft.example>"],
    ["a sign that is not seen", "Kim <kim\u200b@cimsoft.example>"],
    ["nothing", ""],
  ])("is not the one that a From names in %s", (_how, from) => {
    const fields = headerFields(`${found("dmarc=pass; dkim=pass header.d=cimsoft.example")}\r\nFrom: ${from}`);
    expect(doubtOfSender(fields, KIM, RECEIVER)).not.toBeNull();
  });

  it("is the one From of the mail", () => {
    const proof = found("dmarc=pass");
    expect(doubt([proof], "lee@cimsoft.example")).not.toBeNull();
    expect(doubt([proof, "From: evil@x.example"])).not.toBeNull();
    expect(doubt([proof, "from : Kim <kim@cimsoft.example>"]), "the same twice").not.toBeNull();
    expect(doubtOfSender(headerFields(proof), KIM, RECEIVER)).not.toBeNull();
    expect(doubtOfSender(head(proof), KIM, "mx.other.example"), "another receiver").not.toBeNull();
  });
});
