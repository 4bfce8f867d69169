import { describe, expect, it } from "vitest";
import { fieldsOf, headerFields, isDisowned, isProven } from "./sender-proof";

const KIM = "kim@cimsoft.example";
const head = (...fields: string[]) => headerFields([...fields, "From: Kim <kim@cimsoft.example>"].join("\r\n"));
const found = (findings: string) => `Authentication-Results: amazonses.com; ${findings}`;

describe("the head of a mail", () => {
  it("is fields in order, folded lines joined, up to the text", () => {
    expect(headerFields("A: 1\r\n  2\r\nB : x:y\nnonsense\nA: 3\n\nC: text")).toEqual([
      ["a", "1 2"],
      ["b", "x:y"],
      ["a", "3"],
    ]);
    expect(fieldsOf({ "X-A": "1\n2" })).toEqual([
      ["x-a", "1"],
      ["x-a", "2"],
    ]);
  });
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
  ])("is proven by %s", (_by, results) => {
    expect(isProven(head(results), KIM)).toBe(true);
  });

  it.each([
    ["nothing", []],
    ["another server's word", ["Authentication-Results: mx.evil.example; dmarc=pass"]],
    ["a word that stands below the receiver's", [found("spf=pass; dkim=none; dmarc=none"), found("dmarc=pass")]],
    ["a signature of a stranger", [found("dkim=pass header.i=@evil.example; dmarc=none")]],
    ["a signature of a domain that ends alike", [found("dkim=pass header.d=evilcimsoft.example; dmarc=none")]],
    ["a signature of nobody", [found("dkim=pass; dmarc=none")]],
    ["DMARC of another domain", [found("dmarc=pass header.from=evil.example")]],
    ["a signature where DMARC failed", [found("dkim=pass header.d=cimsoft.example; dmarc=fail")]],
    ["a comment", [found("spf=pass (x; dmarc=pass)")]],
    ["a quoted envelope", [found('spf=pass envelope-from="x; dmarc=pass; y"@evil.example; dmarc=none')]],
    ["an envelope", [found("spf=pass; envelope-from=dmarc=pass@evil.example; helo=dmarc=pass")]],
    ["an open comment", [found("spf=pass (x; dmarc=pass")]],
    ["a result that only begins alike", [found("dmarc=passed")]],
  ])("is not proven by %s", (_by, fields) => {
    expect(isProven(head(...fields), KIM)).toBe(false);
  });

  it("is the one From of the mail", () => {
    const proof = found("dmarc=pass");
    expect(isProven(head(proof), "lee@cimsoft.example")).toBe(false);
    expect(isProven(head(proof, "From: evil@x.example"), KIM)).toBe(false);
    expect(isProven(headerFields(proof), KIM)).toBe(false);
  });

  it.each([
    ["DMARC", ["Authentication-Results: mx; dkim=pass; dmarc=fail (p=reject)"]],
    ["SPF without a signature", [found("spf=fail; dkim=none; dmarc=none")]],
    ["SPF alone", ["Received-SPF: fail (not permitted)"]],
    ["SPF and a broken signature", ["Received-SPF: Fail", found("spf=fail; dkim=fail")]],
    ["an earlier server", ["ARC-Authentication-Results: i=1; mx.microsoft.example 1; spf=pass; dmarc=fail"]],
  ])("is disowned by %s", (_by, fields) => {
    expect(isDisowned(head(...fields))).toBe(true);
  });

  it.each([
    ["nothing", []],
    ["findings of none", [found("spf=none; dkim=none; dmarc=none")]],
    ["a soft failure", ["Received-SPF: softfail"]],
    [
      "mail that was forwarded",
      ["Received-SPF: fail", found("spf=fail; dkim=pass header.i=@cimsoft.example; dmarc=pass")],
    ],
    ["a failure below the receiver's word", [found("dmarc=pass"), "Authentication-Results: inner; dmarc=fail"]],
  ])("is not disowned by %s", (_by, fields) => {
    expect(isDisowned(head(...fields))).toBe(false);
  });
});
