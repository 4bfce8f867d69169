import { expect, test } from "@playwright/test";
import { BRANDS, CIMSOFT, hostOf, INSOURCE, mailTo, PORT, rawRequest, waitForMail } from "../../support/e2e/portal";

for (const brand of BRANDS) {
  test.describe(brand.name, () => {
    for (const javaScriptEnabled of [true, false]) {
      test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
        test.use({ javaScriptEnabled });

        test("the home page leads to sign-in, upgrade, guide and people", async ({ page }) => {
          await page.goto(brand.origin);
          await expect(page).toHaveTitle(new RegExp(brand.name));
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          const login = page.getByRole("banner").getByRole("link", { name: "Login", exact: true });
          await expect(login).toHaveAttribute("href", "/login");
          const box = await login.boundingBox();
          const width = page.viewportSize()?.width ?? 0;
          expect(box && box.x > width / 2 && box.y < 120).toBe(true);
          await expect(page.getByRole("link", { name: "Upgrade", exact: true }).first()).toHaveAttribute(
            "href",
            brand.upgrade,
          );
          await expect(page.getByRole("link", { name: brand.supportMailbox }).first()).toHaveAttribute(
            "href",
            `mailto:${brand.supportMailbox}`,
          );
          await expect(page.getByText(/8:00 a\.m\. – 5:00 p\.m\. Eastern/).first()).toBeVisible();
          await expect(page.getByText(/^Open until|: open until|^Opens |^Closed for/).first()).toBeVisible();
          const other = brand === CIMSOFT ? INSOURCE : CIMSOFT;
          const html = await page.content();
          expect(html).not.toContain(other.upgrade);
          expect(html).not.toContain(brand === CIMSOFT ? INSOURCE.supportMailbox : "Cimsoft");
        });

        test("Connect with Us reaches portal support and answers the visitor once", async ({ page }) => {
          const address = `visitor-${brand.key}-${javaScriptEnabled}-${Date.now()}@newplant.example`;
          const need = `Access for our second line ${address}`;
          await page.goto(brand.origin);
          await page.getByLabel("Name", { exact: true }).fill("Alex Romero");
          await page.getByLabel("Company", { exact: true }).fill("New Plant");
          await page.getByLabel("Email", { exact: true }).fill(address);
          await page.getByLabel(/^What do you need/).fill(need);
          // Sent faster than a person types: the portal waits before it answers.
          await page
            .getByRole("main")
            .getByRole("button", { name: /Send|Connect/ })
            .click();
          await page.waitForURL(/\/connect\/thanks$/);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

          const [acknowledged] = await waitForMail(address);
          expect(acknowledged?.from).toContain(brand.supportMailbox);
          expect(`${acknowledged?.text}${acknowledged?.html}`).not.toContain("Alex Romero");
          expect(`${acknowledged?.text}${acknowledged?.html}`).not.toContain("second line");
          await expect
            .poll(async () => (await mailTo(brand.supportMailbox)).filter((mail) => mail.text.includes(need)).length)
            .toBe(1);
          const told = (await mailTo(brand.supportMailbox)).find((mail) => mail.text.includes(need));
          expect([told?.reply_to].flat().join()).toContain(address);
        });

        test("Connect with Us says what is missing, keeps what was typed, and takes it once mended", async ({
          page,
        }) => {
          const address = `mended-${brand.key}-${javaScriptEnabled}-${Date.now()}@newplant.example`;
          await page.goto(brand.origin);
          // Good enough for the browser's own check, not for ours: the answer is the server's without JavaScript.
          await page.getByLabel("Name", { exact: true }).fill("Alex Romero");
          await page.getByLabel("Company", { exact: true }).fill("Kept Company");
          await page.getByLabel("Email", { exact: true }).fill("alex@localhost");
          await page
            .getByRole("main")
            .getByRole("button", { name: /Send|Connect/ })
            .click();
          await expect(page.getByLabel("Email", { exact: true })).toHaveAttribute("aria-invalid", "true");
          await expect(page.getByLabel("Company", { exact: true })).toHaveValue("Kept Company");
          await expect(page).not.toHaveURL(/thanks/);

          await page.getByLabel("Email", { exact: true }).fill(address);
          await page
            .getByRole("main")
            .getByRole("button", { name: /Send|Connect/ })
            .click();
          await page.waitForURL(/\/connect\/thanks$/);
          await waitForMail(address);
        });

        test("the guide has the facts of this brand", async ({ page }) => {
          await page.goto(`${brand.origin}/faq`);
          const text = (await page.getByRole("main").textContent()) ?? "";
          for (const fact of [brand.resetSender, brand.supportMailbox, "!@#$%^&*", "Don't remember your password?"]) {
            expect(text).toContain(fact);
          }
          expect(text).toMatch(/8:30 a\.m\. – 4:30 p\.m\. Eastern/);
          await expect(page.locator(`a[href="${brand.upgrade}"]`).first()).toBeAttached();
        });
      });
    }
  });
}

test("the host localhost shows the brand Cimsoft", async ({ page }) => {
  await page.goto(`http://localhost:${PORT}/`);
  await expect(page).toHaveTitle(/Cimsoft/);
});

test("an unknown host is answered with 404 and shows no brand", async () => {
  const attempts: Record<string, string>[] = [
    { Host: "portal.evil.example" },
    { Host: hostOf(CIMSOFT), "X-Forwarded-Host": "portal.evil.example" },
    { Host: "127.0.0.1:3100" },
    { Host: `cimsoft.localhost.evil.example:${PORT}` },
  ];
  for (const headers of attempts) {
    for (const path of ["/", "/faq", "/login", "/invoices"]) {
      const answer = await rawRequest(path, { headers });
      expect(answer.status, `${path} ${JSON.stringify(headers)}`).toBe(404);
      expect(answer.body).not.toMatch(/cimsoft|insource/i);
    }
  }
});

test("the header X-Forwarded-Host decides the brand", async () => {
  const answer = await rawRequest("/", { headers: { Host: "127.0.0.1:3100", "X-Forwarded-Host": hostOf(INSOURCE) } });
  expect(answer.status).toBe(200);
  expect(answer.body).toContain("InSource Solutions");
});

test("the health address answers on any host", async () => {
  for (const host of [hostOf(CIMSOFT), hostOf(INSOURCE), "10.1.2.3", "anything.example"]) {
    const answer = await rawRequest("/api/health", { headers: { Host: host } });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ status: "ok", database: "ok" });
    expect(answer.headers["cache-control"]).toContain("no-store");
  }
});

test("every page carries the content security policy, and an unknown page answers 404 in the brand's look", async ({
  page,
}) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  for (const path of ["/", "/faq", "/login", "/reset-password", "/connect/thanks"]) {
    const response = await page.goto(`${CIMSOFT.origin}${path}`);
    expect(response?.status(), path).toBe(200);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]+' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
  }
  const missing = await page.goto(`${CIMSOFT.origin}/no-such-page`);
  expect(missing?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(violations).toEqual([]);
});
