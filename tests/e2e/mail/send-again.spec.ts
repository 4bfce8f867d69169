import { createFailedMail, employ, foundCompany, hire } from "../../support/e2e/people";
import { CIMSOFT, waitForMail } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

test("failed mails are sent again, chosen in the list and one alone, without JavaScript", async ({ openAs }) => {
  const reader = await employ(await foundCompany(CIMSOFT), "operator");
  const [chosen, alone] = [await createFailedMail(reader), await createFailedMail(reader)];
  const page = await openAs(CIMSOFT, await hire("administrator", "Noor"), { javaScriptEnabled: false });
  const main = page.getByRole("main");
  await page.goto(`${CIMSOFT.origin}/staff/mail?standing=failed&q=${encodeURIComponent(reader.email)}`);
  await main.locator(`input[name="chosen"][value="${chosen.id}"]`).check();
  await main.getByRole("button", { name: "Act on the chosen mails" }).click();
  await main.locator("summary").filter({ hasText: "Send again" }).click();
  await main.getByRole("button", { name: "Send 1 mail again" }).click();
  await expect(main.getByText("1 sent again.")).toBeVisible();
  await expect(page).toHaveURL(/standing=failed/);

  await page.goto(`${CIMSOFT.origin}/staff/mail/${alone.id}`);
  await main.getByRole("button", { name: "Send again" }).click();
  await expect(main.getByText("It was sent again")).toBeVisible();
  await expect(main.getByRole("button", { name: "Send again" })).toHaveCount(0);
  await waitForMail(reader.email, 2);
});
