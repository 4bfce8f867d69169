import type { Page } from "@playwright/test";
import {
  type Company,
  type Contact,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let company: Company;
let filer: Contact;
let agent: Staff;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  agent = await hire("support_agent", "Marcus");
});

const roomOf = (number: string) => `${CIMSOFT.origin}/staff/cases/${number}`;
const queueOf = (more = "") => `${CIMSOFT.origin}/staff/cases?company=${company.id}${more}`;
const snoozeForm = (page: Page) => page.getByRole("form", { name: "Snooze", exact: true });

test("a case is snoozed from a list of times, in its room and by a key in the list, and taken back", async ({
  openAs,
}) => {
  const { number } = await createCase(company, filer, { subject: "Waits for a part" });
  const page = await openAs(CIMSOFT, agent);
  await page.goto(roomOf(number));
  const snooze = snoozeForm(page);
  await snooze.getByRole("combobox").selectOption({ label: "Tomorrow, 9:00 a.m. Eastern" });
  await expect(snooze.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(page.getByText(`Snoozed by ${agent.name}.`)).toBeVisible();
  await snooze.getByRole("button", { name: "Undo" }).click();
  await expect(snooze.getByText("Taken back.")).toBeVisible();
  await page.goto(queueOf());
  const row = page.getByRole("main").getByRole("link", { name: number });
  await takenOver(page.getByRole("main").getByRole("checkbox", { name: number }));
  await page.getByRole("main").getByRole("checkbox", { name: number }).check();
  await expect(page.getByText("1 case chosen")).toBeVisible();
  await page.keyboard.press("z");
  await page.getByRole("button", { name: "Tomorrow, 9:00 a.m. Eastern" }).click();
  await expect(page.getByText("1 snoozed.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("form", { name: "Undo" }).getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1 undone.")).toBeVisible();
  await expect(row).toBeVisible();
});

test("without scripts a case is snoozed until a time of one's own, and found under Snoozed", async ({ openAs }) => {
  const { number } = await createCase(company, filer, { subject: "Waits for a shutdown" });
  const page = await openAs(CIMSOFT, agent, { javaScriptEnabled: false });
  await page.goto(roomOf(number));
  await page.getByText("Another time").click();
  const own = page.getByRole("form", { name: "Snooze until another time" });
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await own.getByLabel("Day and time").fill(`${day}T09:00`);
  await own.getByRole("button", { name: "Snooze until then" }).click();
  await expect(page.getByText(`Snoozed by ${agent.name}.`)).toBeVisible();
  await page.goto(queueOf());
  await expect(page.getByRole("main").getByRole("link", { name: number })).toHaveCount(0);
  await page.goto(queueOf("&snoozed=yes"));
  await expect(page.getByRole("main").getByRole("link", { name: number })).toBeVisible();
});
