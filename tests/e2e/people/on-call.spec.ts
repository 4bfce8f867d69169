import type { Page } from "@playwright/test";
import { checkPages } from "../../support/e2e/accessibility";
import {
  addWestgate,
  type Company,
  type Contact,
  createAgreement,
  employ,
  foundCompany,
  hire,
  type Staff,
  unique,
} from "../../support/e2e/people";
import { WESTGATE } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* A plant stands still at two in the morning: chat of this brand is never open. */

const PHONE = { width: 360, height: 740 };
let administrator: Staff;
let marcus: Staff;
let company: Company;
let engineer: Contact;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  await addWestgate();
  administrator = await hire("administrator", "Noor", [WESTGATE.key]);
  marcus = await hire("support_agent", "Marcus", [WESTGATE.key]);
  company = await foundCompany(WESTGATE);
  await createAgreement(company, { coverage: "around_the_clock" });
  engineer = await employ(company, "engineer");
});

/** As at the edge of a plant: 400 kbit/s, and almost half a second until anything answers. */
async function onSlowLine(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page);
  const speed = { downloadThroughput: 50_000, uploadThroughput: 20_000 };
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 400, ...speed });
}

/** The page that is shown, at both widths and in both schemes. */
const expectAccessible = (page: Page) => checkPages(page, WESTGATE, [new URL(page.url()).pathname]);

/** Fills in the form of a new case and sends it. */
async function fileStopped(page: Page, subject: string): Promise<void> {
  const main = page.getByRole("main");
  await main.getByLabel("Product", { exact: true }).selectOption("Another product");
  await main.getByRole("radio", { name: /^Production stopped/ }).check();
  await main.getByLabel("Subject", { exact: true }).fill(subject);
  await main.getByLabel("Description", { exact: true }).fill("Line 2 stands still.");
  await main.getByRole("button", { name: "Send to support" }).click();
  await expect(page.getByRole("heading", { name: "Production stopped", level: 1 })).toBeVisible();
}

test("an administrator sets up the rota without scripts", async ({ openAs }) => {
  const page = await openAs(WESTGATE, administrator, { javaScriptEnabled: false });
  await page.goto(`${WESTGATE.origin}/staff/hours`);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "On call" }).click();
  await expect(main.getByText("There is no rota yet")).toBeVisible();
  await main.getByLabel("Number that clients call").fill("717 555 0142");
  await main.getByRole("button", { name: "Save number and hand-over" }).click();
  await expect(main.getByText("Saved.")).toBeVisible();
  await expect(main.getByText("Nobody is on the rota.")).toBeVisible();
  await main.getByLabel("Add to the rota").selectOption({ label: marcus.name });
  await main.getByRole("button", { name: "Add person" }).click();
  await expect(main.getByText("Added.")).toBeVisible();
  // Steps are data: the lead is called after a minute here.
  const removal = main.getByRole("button", { name: "Remove Lead, after 20 minutes" });
  await removal.click();
  // What is chosen in the old page goes with it.
  await expect(removal).toHaveCount(0);
  await main.getByLabel("Who is called").selectOption("Lead");
  await main.getByLabel("After how many minutes").fill("1");
  await main.getByRole("button", { name: "Add step" }).click();
  await expect(main.getByText("after 1 minute", { exact: false }).first()).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test(`at night the engineer calls with one tap and reads who has it, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const client = await openAs(WESTGATE, engineer, { javaScriptEnabled, viewport: PHONE, colorScheme: "dark" });
    await onSlowLine(client);
    await client.goto(`${WESTGATE.origin}/cases/new`);
    const main = client.getByRole("main");
    await expect(main.getByText(marcus.name)).toBeVisible();
    const subject = unique("Line stands").replaceAll("-", " ");
    await fileStopped(client, subject);
    await expect(main.getByRole("link", { name: "Call +1 717 555 0142" })).toHaveAttribute("href", "tel:+17175550142");
    const again = async () => {
      if (!javaScriptEnabled) await main.getByRole("link", { name: "Look again" }).click();
    };
    await expect(async () => {
      await again();
      // The first of them: after a minute the lead is called too.
      await expect(main.getByText(`Called at`).first()).toContainText(marcus.name, { timeout: 1_000 });
    }).toPass();

    const agent = await openAs(WESTGATE, marcus, { javaScriptEnabled, viewport: PHONE });
    await agent.goto(`${WESTGATE.origin}/staff`);
    await expect(agent.getByText(/You are on call until/)).toBeVisible();
    const banner = agent.getByRole("alert").filter({ hasText: subject });
    await banner.getByRole("link").click();
    await expect(agent.getByRole("heading", { name: "Production stopped", level: 1 })).toBeVisible();
    if (javaScriptEnabled) {
      await expect(main.getByText(`Seen by ${marcus.name}`)).toBeVisible();
      await expectAccessible(agent);
    }
    await agent.getByRole("button", { name: "I have it" }).click();
    await expect(agent.getByText(`${marcus.name} has it since`)).toBeVisible();
    await expect(async () => {
      await again();
      await expect(main.getByText(`${marcus.name} has it since`)).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(main.getByText(`Seen by ${marcus.name}`)).toBeVisible();
    if (!javaScriptEnabled) return;
    const atDesk = await openAs(WESTGATE, engineer);
    await atDesk.goto(client.url());
    await expectAccessible(atDesk);
  });
}

test("without that coverage the screen says when the answer comes, and shows neither name nor number", async ({
  openAs,
}) => {
  const other = await employ(await foundCompany(WESTGATE), "engineer");
  const page = await openAs(WESTGATE, other, { viewport: PHONE });
  await page.goto(`${WESTGATE.origin}/cases/new`);
  await fileStopped(page, "The line stands");
  const main = page.getByRole("main");
  await expect(main.getByText("Nobody is called at this hour")).toBeVisible();
  await expect(main.getByText("What your agreement covers now")).toBeVisible();
  await expect(main.getByText(marcus.name)).toHaveCount(0);
  await expect(main.getByRole("link", { name: /^Call / })).toHaveCount(0);
  await expectAccessible(page);
});
