import { expect, it } from "vitest";
import { brandByKey } from "@/lib/gate/brand/load";
import { listPublicFaq } from "@/lib/site/faq/queries";
import { answerText, highlightsOf, sectionsOf } from "@/lib/site/faq/rules";

/** What each brand's FAQ begins with, as a visitor reads it. */
async function begun(key: string) {
  const [brand, rows] = [await brandByKey(key), await listPublicFaq(key)];
  const entries = sectionsOf(rows, brand).flatMap((section) => section.entries);
  const words = (id: string) => {
    const entry = entries.find((one) => one.id === id);
    if (!entry) throw new Error(`No entry ${id}`);
    return answerText(entry);
  };
  return { brand, rows, entries, words };
}

it("a brand's FAQ begins with facts of its own, and leaves no placeholder and no mark", async () => {
  for (const key of ["cimsoft", "insource"]) {
    const { brand, entries, words } = await begun(key);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    for (const id of ["first-sign-in", "forgotten-password"]) {
      expect(words(id), key).toContain("Don't remember your password?");
      expect(words(id), key).toContain(brand.resetSender);
    }
    expect(words("portal-support")).toContain(brand.supportMailbox);
    expect(words("upgrade")).toContain(brand.home.upgradeUrl);
    const rules = words("password-rules");
    for (const fact of ["empty", "eight characters", "(a–z)", "(A–Z)", "(0–9)", "!@#$%^&*.", "twice in a row"]) {
      expect(rules.replaceAll(" .", "."), key).toContain(fact);
    }
    for (const { id, question } of entries)
      expect(`${question} ${words(id)}`, key).not.toMatch(/\{[a-z-]+\}|\*\*|\]\(/);
  }
});

it("it promises cases of related companies at Cimsoft and of the primary company alone at InSource", async () => {
  const [cimsoft, insource] = [await begun("cimsoft"), await begun("insource")];
  expect(cimsoft.words("more-than-one-company")).toMatch(/cases of every company that you are related to/);
  expect(cimsoft.words("more-than-one-company")).toMatch(/primary company only/);
  expect(insource.words("more-than-one-company")).toMatch(/^No\./);
  expect(insource.words("more-than-one-company")).not.toMatch(/related/);
});

it("its home page shows four of its questions", async () => {
  const { rows, brand } = await begun("cimsoft");
  const shown = highlightsOf(rows, brand).map(({ id }) => id);
  expect(shown).toEqual(["first-sign-in", "new-account", "more-than-one-company", "portal-support"]);
});
