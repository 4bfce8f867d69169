import { devices } from "@playwright/test";
import { called, createTeamMember, foundCompany, hire } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

for (const [where, options] of [
  ["at a desk", {}],
  ["on a phone", { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } }],
] as const) {
  test(`Your Account Team shows pictures, who stands in, and what to renew, ${where}`, async ({ openAs }) => {
    // The demo's own account team, which no test changes.
    const page = await openAs(CIMSOFT, { email: CIMSOFT.contact }, options);
    await page.goto(`${CIMSOFT.origin}/account-team`);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 1 })).toHaveText("Your Account Team");
    // By the card's heading: the card of somebody away names the stand-in too.
    const dana = main.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Dana Whitfield" }) });
    const picture = dana.locator("img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
    const marcus = main.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Marcus Bell" }) });
    await expect(marcus).toContainText(/Away until .* Elena Ortiz stands in/);
    // The one whose guidance was asked for leads to the request.
    const toRenew = main.getByRole("table", { name: /^Agreements that end/ });
    await expect(toRenew.getByRole("link", { name: /R-\d+|^Request renewal guidance ?for / }).first()).toBeVisible();
    await dana.getByRole("link", { name: /^Send a message/ }).click();
    await expect(page).toHaveURL(/\/account-team\/new\?kind=message&member=/);
  });
}

test("the picture of a member of the account team is chosen and taken away, without JavaScript", async ({ openAs }) => {
  const administrator = await hire("administrator", "Elena");
  const name = called("Owen");
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@portal.example`;
  await createTeamMember(await foundCompany(CIMSOFT), { name, email, role: "sales_engineer" });
  const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled: false });
  await page.goto(`${CIMSOFT.origin}/staff/team`);
  await page.getByRole("link", { name }).click();
  const main = page.getByRole("main");
  await main
    .getByLabel("Picture")
    .setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await main.getByRole("button", { name: "Save picture" }).click();
  await expect(main).toContainText("A picture is a JPEG, PNG or WebP file.");
  await main.getByLabel("Picture").setInputFiles({ name: "owen.png", mimeType: "image/png", buffer: PIXEL });
  await main.getByRole("button", { name: "Save picture" }).click();
  await expect(main).toContainText("The picture is saved.");
  await expect(main.locator("img")).toBeVisible();
  await main.getByRole("button", { name: "Remove picture" }).click();
  await expect(main).toContainText("The picture is removed.");
});
