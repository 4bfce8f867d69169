import {
  type Company,
  type Contact,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* How promised answers were kept, as clients, agents and leads read it. */

let company: Company;
let engineer: Contact;
let operator: Contact;
let agent: Staff;
let lead: Staff;
let late: string;

/** Seconds alone: a client reads the answers of this year, which may be an hour old. */
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  engineer = await employ(company, "engineer");
  operator = await employ(company, "operator");
  agent = await hire("support_agent", "Dana");
  lead = await hire("administrator", "Noor");
  const closed = { status: "closed" as const, ownerId: agent.id, answerDueAt: null, answerSince: null };
  const inTime = { createdAt: secondsAgo(9), firstAnswerDueAt: secondsAgo(5), firstAnsweredAt: secondsAgo(6) };
  const missed = { createdAt: secondsAgo(9), firstAnswerDueAt: secondsAgo(5), firstAnsweredAt: secondsAgo(3) };
  await createCase(company, engineer, { ...closed, ...inTime });
  ({ number: late } = await createCase(company, engineer, { ...closed, ...missed }));
});

for (const javaScriptEnabled of [true, false]) {
  test(`an agent says why an answer came late and the client reads it, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, agent, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/answers`);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 1 })).toHaveText("Your answers in time");
    await expect(main.getByRole("heading", { name: /^1 of 2 answers in time/ })).toBeVisible();
    await expect(main.getByRole("img", { name: "1 of 2 answers in time by week" })).toBeVisible();
    await main.getByText("Say the cause").click();
    await main.getByLabel("Cause", { exact: true }).selectOption({ label: "Waited for the manufacturer" });
    await main.getByLabel(/^In a sentence/).fill("It took them two days.");
    await main.getByRole("button", { name: "Save cause" }).click();
    await expect(main.getByText("The cause is saved.")).toBeVisible();
    await expect(main.getByText("Cause: Waited for the manufacturer: It took them two days.")).toBeVisible();

    const client = await openAs(CIMSOFT, engineer, { javaScriptEnabled });
    await client.goto(`${CIMSOFT.origin}/cases`);
    await client.getByRole("link", { name: "Answers in time" }).click();
    const answers = client.getByRole("main");
    await expect(answers.getByText(/^1 of 2 answers in time this year/)).toBeVisible();
    const row = answers.getByRole("row").filter({ hasText: late });
    await expect(row).toContainText("Waited for the manufacturer: It took them two days.");
    await row.locator("a.stretched").click();
    await client.waitForURL(`**/cases/${late}`);
  });
}

test("a lead reads the answers of a client by agent, takes them along as CSV, and others read none of it", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, lead);
  await page.goto(`${CIMSOFT.origin}/staff/answers?by=agent&q=${encodeURIComponent(company.name)}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Answers in time");
  await expect(main.getByRole("row").filter({ hasText: agent.name })).toContainText("1");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    main.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^Answers \d{4}-\d{2}-\d{2}\.csv$/);

  const colleague = await openAs(CIMSOFT, await hire("account_manager", "Priya"));
  await colleague.goto(`${CIMSOFT.origin}/staff/answers?by=agent&q=${encodeURIComponent(company.name)}`);
  await expect(colleague.getByText("No answer matches")).toBeVisible();

  const own = await openAs(CIMSOFT, operator);
  await own.goto(`${CIMSOFT.origin}/cases/answers`);
  await expect(own.getByText(/^No answers in \d{4} yet$/)).toBeVisible();
});
