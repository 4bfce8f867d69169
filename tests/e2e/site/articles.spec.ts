import { called, createCase, employ, foundCompany, hire } from "../../support/e2e/people";
import { CIMSOFT, INSOURCE } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const WAYS = [
  ["with JavaScript", {}, CIMSOFT],
  ["without JavaScript", { javaScriptEnabled: false }, INSOURCE],
] as const;

/** A number in a title would be flagged. */
const inLetters = (text: string) => text.replaceAll(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));

for (const [where, options, brand] of WAYS) {
  test(`an agent writes down what solved a case, a second one lets it out without the client's name, and it solves it for another client, ${where}`, async ({
    openAs,
  }) => {
    const filer = await employ(await foundCompany(brand), "engineer", { name: called("Rosalind Quist") });
    const company = await foundCompany(brand);
    const theirs = await employ(company, "engineer", { name: "Rosalind Quist" });
    const { number } = await createCase(company, theirs, { status: "closed", subject: "Trends stop at night" });
    const page = await openAs(brand, await hire("support_agent", "Kim", [brand.key]), options);
    const main = page.getByRole("main");
    // One word: parts of it could be words that are flagged, such as LLP.
    const title = `Trends stop at night, zz${inLetters(called("")).replaceAll(/[^a-z]/g, "")}`;

    await page.goto(`${brand.origin}/staff/cases/${number}`);
    await main.getByRole("button", { name: "Draft an article" }).click();
    await expect(main).toContainText("Draft begun, with the subject of the case as its title.");
    const text = main.getByRole("form", { name: "Text" });
    await text.getByLabel("Title").fill(title);
    await text.getByLabel("Summary").fill("Gaps that begin at night.");
    await text.getByLabel("Fix").fill("As Rosalind did: restart HIST-SRV01.");
    await text.getByRole("button", { name: "Save" }).click();
    await expect(main).toContainText("2 flagged words");
    await main.getByRole("button", { name: "Hand over for approval" }).click();
    await expect(main).toContainText("2 flagged words are not resolved");
    await text.getByLabel("Fix").fill("Restart HIST-SRV01.");
    await text.getByRole("button", { name: "Save" }).click();
    await expect(main).toContainText("1 flagged word");
    await main.getByRole("button", { name: "Keep HIST-SRV01" }).click();
    await expect(main).toContainText("Nothing is flagged that nobody has looked at.");
    await main.getByRole("button", { name: "Hand over for approval" }).click();
    await expect(main).toContainText("somebody else approves it");
    await expect(main.getByRole("button", { name: "Approve and release" })).toHaveCount(0);

    const second = await openAs(brand, await hire("support_agent", "Elena", [brand.key]), options);
    await second.goto(page.url().split("?")[0] ?? "");
    await second.getByRole("button", { name: "Approve and release" }).click();
    await expect(second.getByRole("main")).toContainText("Released. Support clients find it now.");

    const client = await openAs(brand, filer, options);
    await client.goto(`${brand.origin}/resources?q=${encodeURIComponent(title)}`);
    await client.getByRole("link", { name: title }).click();
    await expect(client.getByRole("main")).toContainText("Restart HIST-SRV01.");
    await client.getByRole("button", { name: "This solved it" }).click();
    await expect(client.getByRole("main")).toContainText("It solved it for 1 person.");
    await second.reload();
    await expect(second.getByRole("main")).toContainText("solved it once");
  });

  test(`marketing answers a question in the FAQ and takes it back, and reads what a visitor missed in it, ${where}`, async ({
    browser,
    openAs,
  }) => {
    const question = called("Where is the wombat?");
    const page = await openAs(brand, await hire("marketing", "Theo", [brand.key]), options);
    const main = page.getByRole("main");
    const visitor = await (await browser.newContext(options)).newPage();
    await page.goto(`${brand.origin}/staff/faq`);
    await main.getByRole("link", { name: "Add a question to Help and upgrades" }).click();
    const form = main.getByRole("form", { name: "Question" });
    await form.getByLabel("Question", { exact: true }).fill(question);
    await form.getByLabel("Answer").fill("In its burrow. See [Login](/login).");
    await form.getByRole("button", { name: "Save draft" }).click();
    await expect(main).toContainText("Saved in the draft.");
    await visitor.goto(`${brand.origin}/faq`);
    await expect(visitor.getByRole("main")).not.toContainText(question);
    await main.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(main).toContainText("Published. It is out now.");

    await visitor.goto(`${brand.origin}/faq?q=wombat`);
    const entry = visitor.getByRole("article").filter({ hasText: question });
    await expect(entry.getByRole("link", { name: "Login" })).toBeVisible();
    await entry.locator("summary").click();
    await entry.getByLabel("What was missing?").fill(`${question} Which one?`);
    await entry.getByRole("button", { name: /^Send/ }).click();
    await expect(visitor.getByRole("main")).toContainText("Thank you.");

    await page.goto(`${brand.origin}/staff/faq/feedback`);
    await expect(main).toContainText(`${question} Which one?`);
    await page.goto(`${brand.origin}/staff/faq`);
    await main
      .getByRole("button", { name: /^Bring back/ })
      .first()
      .click();
    await expect(main).toContainText("Brought back. It is out now.");
    await visitor.goto(`${brand.origin}/faq`);
    await expect(visitor.getByRole("main")).not.toContainText(question);
    await visitor.context().close();
  });
}
