import type { Page } from "@playwright/test";
import { zipOf } from "../../support/archives";
import { type Contact, createCase, employ, foundCompany, hire, moveTo, type Staff } from "../../support/e2e/people";
import { CIMSOFT, hostOf, mailWith, rawRequest, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const SHEET = "tag list.xlsm";
const TOOLS = "tools.zip";
const SCRIPT = "fix.ps1";
const CONTENT = {
  [SHEET]: zipOf({ path: "[Content_Types].xml", content: "<Types/>" }, { path: "xl/vbaProject.bin", content: "x" }),
  [TOOLS]: zipOf({ path: "in/collect.ps1", content: "Get-Date" }),
  [SCRIPT]: Buffer.from("Get-Date"),
};

let number: string;
let filer: Contact;
let stranger: Contact;
let agent: Staff;
let manager: Staff;
let marketing: Staff;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  stranger = await employ(await foundCompany(CIMSOFT), "engineer");
  ({ number } = await createCase(company, filer));
  agent = await hire("support_agent", "Marcus");
  manager = await hire("account_manager", "Dana");
  marketing = await hire("marketing", "Ines");
});

const thread = (page: Page) => page.getByRole("main").getByRole("log");
const row = (page: Page, name: string) => thread(page).getByRole("listitem").filter({ hasText: name }).last();
const caseOf = (side: "client" | "staff") => `${CIMSOFT.origin}${side === "staff" ? "/staff" : ""}/cases/${number}`;

/** The fields by which the page's own button would decide about a file, without its script. */
async function fieldsOf(page: Page, name: string): Promise<Record<string, string>> {
  const form = row(page, name).locator("form");
  const hidden = await form
    .locator("input[type=hidden]")
    .evaluateAll((inputs) => inputs.map((input) => [input.getAttribute("name"), input.getAttribute("value") ?? ""]));
  return { ...Object.fromEntries(hidden), decision: "release" };
}

/** Requests go by address: the names of the demo's brands are known to browsers alone. */
async function headersOf(page: Page): Promise<Record<string, string>> {
  const cookies = await page.context().cookies();
  return { Host: hostOf(CIMSOFT), Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
}

const forge = (headers: Record<string, string>, address: string, form: Record<string, string>) =>
  rawRequest(new URL(address).pathname, {
    method: "POST",
    headers: { ...headers, Origin: CIMSOFT.origin, "Content-Type": "multipart/form-data; boundary=forged" },
    body: multipart(form),
  });

/** A form as a browser sends it, with `forged` as its boundary. */
const multipart = (form: Record<string, string>) =>
  `${Object.entries(form)
    .map(([name, value]) => `--forged\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("")}--forged--\r\n`;

/** The client sends both files with a message. */
async function sendFiles(client: Page): Promise<void> {
  await client.goto(caseOf("client"));
  const composer = client.getByRole("main").getByRole("form", { name: "Write a message" });
  const chooser = composer.locator('input[type="file"]');
  await takenOver(chooser);
  const sent = Object.entries(CONTENT).map(([name, buffer]) => ({ name, mimeType: "application/zip", buffer }));
  await chooser.setInputFiles(sent);
  await expect(composer.getByText("Held: a file of this kind can run on a computer")).toHaveCount(3);
  await composer.getByLabel("Message", { exact: true }).fill("Our tag list, and the tools.");
  await composer.getByRole("button", { name: "Send" }).click();
  for (const name of [SHEET, TOOLS, SCRIPT]) {
    await expect(row(client, name)).toContainText("so we look at it before anyone can open it");
  }
}

test("files that can run are held until an agent releases or discards them, and nobody else can", async ({
  openAs,
}) => {
  const client = await openAs(CIMSOFT, filer);
  await sendFiles(client);
  await expect(thread(client).getByRole("link", { name: /xlsm|zip|ps1/ })).toHaveCount(0);
  await expect(client.getByText("Release or discard")).toHaveCount(0);
  // The word to staff.
  const mail = await mailWith(agent.email, ({ text }) => text.includes(number) && text.includes(SHEET));
  expect(mail.text).toContain("held: it can run on a computer");

  const answering = await openAs(CIMSOFT, agent);
  await answering.goto(caseOf("staff"));
  await expect(row(answering, SHEET)).toContainText("held: a document with macros");
  await expect(row(answering, TOOLS)).toContainText("held: an archive with a script, collect.ps1");

  // An account manager reads the case. Neither they nor a client decide, also by the form of the agent's page.
  const reading = await openAs(CIMSOFT, manager);
  await reading.goto(caseOf("staff"));
  await expect(row(reading, SHEET)).toContainText("Agents and administrators release it.");
  await expect(reading.getByText("Release or discard")).toHaveCount(0);
  // Only a page without scripts has the fields that name its action.
  const plain = await openAs(CIMSOFT, agent, { javaScriptEnabled: false });
  await plain.goto(caseOf("staff"));
  const form = await fieldsOf(plain, SHEET);
  // A refusal is answered with 404 where a form was sent without scripts. The client's page has no such action.
  const forgers = [
    [reading, caseOf("staff"), 404],
    [client, caseOf("client"), 409],
    [client, caseOf("staff"), 404],
    [await openAs(CIMSOFT, marketing), caseOf("staff"), 404],
    [await openAs(CIMSOFT, stranger), caseOf("client"), 409],
  ] as const;
  for (const [page, address, status] of forgers) {
    const headers = await headersOf(page);
    expect((await forge(headers, address, form)).status, address).toBe(status);
    expect((await rawRequest(`/api/files/${form.file}`, { headers })).status).toBe(404);
  }
  await answering.reload();
  await expect(row(answering, SHEET)).toContainText("held: a document with macros");

  // The same words about another file, sent as the agent, decide.
  const own = await fieldsOf(plain, SCRIPT);
  expect((await forge(await headersOf(plain), caseOf("staff"), own)).status).toBe(303);
  await answering.reload();
  await expect(row(answering, SCRIPT)).toContainText("released: a script");
  await row(answering, SHEET).getByText("Release or discard").click();
  await row(answering, SHEET).getByRole("button", { name: "Release" }).click();
  await expect(row(answering, SHEET)).toContainText("released: a document with macros");
  await row(answering, TOOLS).getByText("Release or discard").click();
  await row(answering, TOOLS).getByRole("button", { name: "Discard" }).click();
  await expect(row(answering, TOOLS)).toContainText("discarded: an archive with a script");

  await client.reload();
  await expect(row(client, TOOLS)).toContainText("removed by us");
  const address = await row(client, SHEET).getByRole("link", { name: SHEET }).getAttribute("href");
  const got = await client.evaluate(async (href) => {
    const answer = await fetch(href);
    const bytes = [...new Uint8Array(await answer.arrayBuffer())];
    return { bytes, disposition: answer.headers.get("content-disposition") };
  }, `${address}`);
  expect(Buffer.from(got.bytes)).toEqual(CONTENT[SHEET]);
  expect(got.disposition).toMatch(/^attachment/);
});

test("a refused button of a page with scripts says why, and the page comes back", async ({ openAs }) => {
  await sendFiles(await openAs(CIMSOFT, filer));
  const judge = await hire("support_agent", "Noor");
  const page = await openAs(CIMSOFT, judge);
  await page.goto(caseOf("staff"));
  const main = page.getByRole("main");
  const title = main.getByRole("heading", { level: 1 });
  /** Sent in the moment in which it is forged: news of the case sets the field right again. */
  const release = async (file: string) => {
    await row(page, SHEET).getByText("Release or discard").click();
    const button = row(page, SHEET).getByRole("button", { name: "Release" });
    await expect(button).toBeVisible();
    await button.evaluate((button: HTMLButtonElement, value) => {
      button.form?.querySelector('input[name="file"]')?.setAttribute("value", value);
      button.click();
    }, file);
  };

  await release("no file");
  await expect(title).toHaveText("This address or form is broken");
  await expect(main).not.toContainText("Something broke on our side");
  await expect(main).not.toContainText("Reference");
  await main.getByRole("button", { name: "Reload the page" }).click();
  await expect(row(page, SHEET)).toContainText("held: a document with macros");

  await release("a".repeat(32));
  await expect(title).toHaveText("There is nothing at this address");
  await page.reload();
  // Else the browser itself would send the form.
  await takenOver(main.getByLabel("Message", { exact: true }));

  // Open and in sight before: a page that is read anew shows an account manager no button any more.
  await row(page, SHEET).getByText("Release or discard").click();
  const button = row(page, SHEET).getByRole("button", { name: "Release" });
  await button.scrollIntoViewIfNeeded();
  const refused = page.waitForResponse((response) => "next-action" in response.request().headers());
  await moveTo(judge, "account_manager");
  await button.click();
  expect((await refused).status()).toBe(403);
  await page.reload();
  await expect(row(page, SHEET)).toContainText("Agents and administrators release it.");
});
