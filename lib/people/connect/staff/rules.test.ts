import { describe, expect, it } from "vitest";
import { firmDomainOf, mailboxOf } from "@/lib/people/connect/rules";
import {
  type CompanyCandidate,
  isPreset,
  likelyContacts,
  likenessOfNames,
  type NearContact,
  nameWords,
  PRESETS,
  rightsOf,
  suggestCompanies,
} from "./rules";

const company = (id: string, name: string, mailDomains: readonly string[] = []): CompanyCandidate => ({
  ...{ id, name, city: null },
  mailDomains,
});
const contact = (email: string, of: CompanyCandidate | null, over: Partial<NearContact> = {}): NearContact => ({
  ...{ id: email, name: "Robin Meyer", email, isClosed: false, company: of },
  ...over,
});
const asking = (email: string, over: Partial<{ name: string; company: string }> = {}) => ({
  ...{ name: "Dana Whitfield", company: "Somewhere" },
  ...over,
  email,
});

const keystone = company("k", "Keystone Foods, Inc.", ["keystone.example"]);
const blueridge = company("b", "Blue Ridge Bottling");

describe("names of firms", () => {
  it.each([
    ["The Keystone Foods Co., Inc.", ["keystone", "foods"]],
    ["Café Ünión GmbH & Co. KG", ["cafe", "union"]],
    ["  ", []],
    ["Holding Company", ["holding", "company"]],
    ["<b>Acme</b>", ["b", "acme", "b"]],
  ])("%j is compared by %j", (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });

  it.each([
    ["Keystone Foods", "KEYSTONE FOODS, INC.", "same"],
    ["Keystone", "Keystone Foods", "similar"],
    ["Keystone Foods Lancaster", "Keystone Foods", "similar"],
    ["Foods of Keystone", "Keystone Steel", null],
    ["ABC", "ABC Controls", null],
    ["", "Keystone", null],
  ])("%j and %j are %s", (one, other, likeness) => {
    expect(likenessOfNames(one, other)).toBe(likeness);
  });
});

describe("mail domains", () => {
  it.each(["dana@gmail.com", "dana@GMX.de", "dana@outlook.com", "dana@", "dana@yahoo.co.uk"])(
    "%s says nothing",
    (email) => {
      expect(firmDomainOf(email)).toBeNull();
    },
  );

  it("of a firm is in lower case, and a tag is not of the mailbox", () => {
    expect(firmDomainOf("dana@Keystone.example")).toBe("keystone.example");
    expect(mailboxOf("dana+portal+x@keystone.example")).toBe("dana@keystone.example");
    expect(mailboxOf("+dana@keystone.example")).toBe("+dana@keystone.example");
  });
});

describe("suggested companies", () => {
  it("come by the company's domain, by colleagues with the domain, then by name", () => {
    const near = [contact("a@blueridge.example", blueridge), contact("b@blueridge.example", blueridge)];
    expect(suggestCompanies(asking("dana@keystone.example"), [keystone, blueridge], [])).toEqual([
      { company: keystone, reasons: ["Same mail domain keystone.example"] },
    ]);
    expect(suggestCompanies(asking("c@blueridge.example"), [], near)).toEqual([
      { company: blueridge, reasons: ["Same mail domain blueridge.example (2 contacts)"] },
    ]);
    const byName = suggestCompanies(asking("x@new.example", { company: "Keystone Foods" }), [blueridge, keystone], []);
    expect(byName).toEqual([{ company: keystone, reasons: ["Same name"] }]);
  });

  it("put domain and name before either alone", () => {
    const rival = company("r", "Keystone Foods");
    const near = [contact("a@keystone.example", keystone)];
    const found = suggestCompanies(
      asking("d@keystone.example", { company: "Keystone Foods" }),
      [rival, keystone],
      near,
    );
    expect(found.map(({ company: { id } }) => id)).toEqual(["k", "r"]);
    expect(found[0]?.reasons).toEqual(["Same mail domain keystone.example (1 contact)", "Same name"]);
  });

  it("never come from a domain at which anybody can have a mailbox, also where a company or its contacts have it", () => {
    const careless = company("c", "Careless", ["gmail.com"]);
    const near = [contact("owner@gmail.com", blueridge)];
    expect(suggestCompanies(asking("dana@gmail.com"), [careless], near)).toEqual([]);
  });

  it("do not count closed contacts, and are at most five", () => {
    expect(
      suggestCompanies(
        asking("c@blueridge.example"),
        [],
        [contact("a@blueridge.example", blueridge, { isClosed: true })],
      ),
    ).toEqual([]);
    const many = Array.from({ length: 9 }, (_, index) => company(`${index}`, "Somewhere"));
    expect(suggestCompanies(asking("x@new.example"), many, [])).toHaveLength(5);
  });
});

describe("likely contacts", () => {
  it("are the same address, the same mailbox and namesakes, in this order, and no colleagues", () => {
    const near = [
      contact("else@other.example", null, { name: "Dana  WHITFIELD" }),
      contact("colleague@keystone.example", keystone),
      contact("d.whitfield@keystone.example", keystone, { name: "dana whitfield" }),
      contact("dana@keystone.example", keystone),
      contact("dana+old@keystone.example", keystone),
    ];
    expect(likelyContacts(asking("dana@keystone.example"), near).map(({ email, reason }) => [email, reason])).toEqual([
      ["dana@keystone.example", "Same address"],
      ["dana+old@keystone.example", "Same mailbox"],
      ["d.whitfield@keystone.example", "Same name and mail domain"],
      ["else@other.example", "Same name"],
    ]);
  });
});

describe("presets", () => {
  it("give each job its rights, and nobody pays who may not see money", () => {
    expect(rightsOf(null)).toEqual({ money: "none", cases: "none", requests: "own" });
    expect(rightsOf("pays")).toEqual({ money: "pay", cases: "none", requests: "own" });
    expect(rightsOf("engineer")).toEqual({ money: "none", cases: "company", requests: "own" });
    expect(Object.keys(PRESETS).every(isPreset)).toBe(true);
    expect(["constructor", "toString", "", null].some(isPreset)).toBe(false);
  });
});
