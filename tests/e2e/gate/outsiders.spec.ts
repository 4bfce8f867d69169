import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { STAFF_ROLES, type StaffRole } from "../../../db/schema/constants";
import {
  type Company,
  type Contact,
  createCase,
  createChat,
  createEstimate,
  createInvoice,
  createRequest,
  dayFromNow,
  employ,
  employWithoutPassword,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, hostOf, INSOURCE, linkIn, rawRequest, signIn, waitForMail } from "../../support/e2e/portal";
import {
  CASE,
  CHAT,
  CLIENTS,
  COMPANYS,
  ESTIMATE,
  handlers,
  INVOICE,
  PAYMENT,
  POSTED,
  REFERENCE,
  REQUEST,
  ROOMS,
  rooms,
  STAFF,
} from "../../support/e2e/rooms";
import { expect, test } from "../../support/e2e/test";

async function cookieOf(page: Page, origin: string): Promise<string> {
  return (await page.context().cookies(origin)).map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function answers(paths: { path: string }[], headers: Record<string, string>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of paths) {
    const { status, headers: answered } = await rawRequest(path, { headers });
    // Whatever stands between must not keep what depends on who asks.
    expect(answered["cache-control"], path).toMatch(/no-store/);
    found[path] = `${status}${answered.location ? ` ${new URL(answered.location, "http://x").pathname}` : ""}`;
  }
  return found;
}

const all = (paths: { path: string }[], answer: string) => Object.fromEntries(paths.map(({ path }) => [path, answer]));

// A request for every room of everybody: on a busy machine that takes minutes.
test.describe.configure({ mode: "parallel", timeout: 300_000 });

let company: Company;
let clerk: Contact;
let engineer: Contact;
let operator: Contact;
/** Of another company at the same brand, to which the engineer is related; with the right to its own cases. */
let neighbour: Contact;
/** The same of a company whose support agreement has ended. */
let lapsed: Contact;
/** Of another company, without a right to cases. */
let buyer: Contact;
const staff = new Map<StaffRole, Staff>();

/** Made once a process, as the numbers above: one process may run the tests of this file in two parts. */
let world: Promise<void> | undefined;

test.beforeAll(() => {
  world ??= makeWorld();
  return world;
});

async function makeWorld(): Promise<void> {
  company = await foundCompany(CIMSOFT);
  const beside = await foundCompany(CIMSOFT);
  neighbour = await employ(beside, "engineer");
  lapsed = await employ(await foundCompany(CIMSOFT, dayFromNow(-41)), "engineer");
  buyer = await employ(await foundCompany(CIMSOFT), "buyer");
  clerk = await employ(company, "clerk");
  engineer = await employ(company, "engineer", { relatedTo: [beside] });
  operator = await employ(company, "operator");
  for (const role of STAFF_ROLES) staff.set(role, await hire(role, role.replace("_", " ")));
  await createInvoice(company, { number: INVOICE, issuedOn: dayFromNow(-10), dueOn: dayFromNow(20) });
  await createEstimate(company, { number: ESTIMATE, issuedOn: dayFromNow(-10), expiresOn: dayFromNow(20) });
  await createCase(company, engineer, { number: CASE, participants: [operator] });
  await createRequest(company, engineer, { number: REQUEST });
  await createChat(company, engineer, { number: CHAT, status: "closed" });
}

test("every page and route handler stands in the table of who finds what", () => {
  const app = path.resolve(import.meta.dirname, "../../../app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file));
  expect(files.sort()).toEqual(Object.keys(ROOMS).sort());
});

test("signed out, or with a cookie of no session, every page leads to sign-in", async () => {
  const inside = rooms(...CLIENTS, ...STAFF, "file", "account");
  for (const cookie of [
    "",
    "portal-session=x",
    `portal-session=${"a".repeat(400)}`,
    "portal-session=eyJhbGciOiJub25lIn0.e30.",
  ]) {
    expect(await answers(inside, { Host: hostOf(CIMSOFT), Cookie: cookie })).toEqual(all(inside, "307 /login"));
  }
});

test("signed out, the addresses that an open page asks for data are not found", async () => {
  for (const cookie of ["", "portal-session=x"]) {
    for (const { path } of rooms("ask")) {
      const headers = { Host: hostOf(CIMSOFT), Cookie: cookie, Origin: CIMSOFT.origin };
      const method = POSTED.has(path) ? "POST" : "GET";
      expect((await rawRequest(path, { method, headers })).status, path).toBe(404);
    }
  }
});

test("a client finds nothing of another company or of the staff, and is signed in on no other brand", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, buyer);
  const cookie = await cookieOf(page, CIMSOFT.origin);
  const own = { Host: hostOf(CIMSOFT), Cookie: cookie };
  const theirs = rooms(...CLIENTS).filter(({ path }) => COMPANYS.test(path));
  expect(theirs.length).toBeGreaterThan(5);
  expect(await answers(theirs, own)).toEqual(all(theirs, "404"));
  expect(await answers(rooms(...STAFF, "file"), own)).toEqual(all(rooms(...STAFF, "file"), "404"));
  expect(await answers(rooms("account"), own)).toEqual(all(rooms("account"), "303 /settings"));
  const inside = rooms(...CLIENTS, ...STAFF);
  expect(await answers(inside, { Host: hostOf(INSOURCE), Cookie: cookie })).toEqual(all(inside, "307 /login"));
  // What a request claims about itself changes nothing.
  const claims = { ...own, "X-Role": "administrator", "X-Company-Id": company.id, "X-Portal-Path": "/staff" };
  expect(await answers(rooms(...STAFF), claims)).toEqual(all(rooms(...STAFF), "404"));
});

test("a contact finds every page that is for them, kept by no cache, and without the right pay is not offered to pay", async ({
  openAs,
}) => {
  const own = async (who: Contact) => {
    const page = await openAs(CIMSOFT, who);
    return answers(rooms(...CLIENTS), { Host: hostOf(CIMSOFT), Cookie: await cookieOf(page, CIMSOFT.origin) });
  };
  const found = {
    ...all(rooms(...CLIENTS), "200"),
    [`/invoices/payments/${REFERENCE}`]: "404",
    [`/invoices/payments/${REFERENCE}/pdf`]: "404",
    [`/estimates/${ESTIMATE}/quotation`]: `303 /quotes/${ESTIMATE}`,
    [`/notices/${PAYMENT}`]: "404",
    [`/mails/${PAYMENT}`]: "404",
    [`/account-team/agreements/${PAYMENT}`]: "404",
    [`/resources/${PAYMENT}`]: "404",
  };
  // The clerk has no right to cases: the list says so, and a case does not exist.
  const noCase = { [`/cases/${CASE}`]: "404", [`/cases/${CASE}/tonight`]: "404" };
  expect(await own(clerk)).toEqual({ ...found, ...noCase, ...all(rooms("own-chat"), "404") });
  expect(await own(engineer)).toEqual({ ...found, ...all(rooms("pay"), "404") });
  // Scope own, and taking part in this case; what a colleague asked is not theirs.
  const operators = await own(operator);
  expect(operators[`/cases/${CASE}`]).toBe("200");
  expect(operators[`/account-team/${REQUEST}`]).toBe("404");
  expect(operators[`/chat/${CHAT}`]).toBe("404");
  // Another company at the same brand, no agreement in force, and a company that this one is related to.
  for (const who of [neighbour, lapsed]) {
    const theirs = await own(who);
    expect([theirs[`/cases/${CASE}`], theirs[`/chat/${CHAT}`]], who.email).toEqual(["404", "404"]);
  }
});

test("staff of every role are led to the staff pages, and find those of their role alone", async ({ openAs }) => {
  for (const [role, mayRead, readsCases] of [
    ["account_manager", true, true],
    ["subscription_manager", true, true],
    ["administrator", true, true],
    ["support_agent", false, true],
    ["marketing", false, false],
  ] as const) {
    const page = await openAs(CIMSOFT, staff.get(role) ?? { email: "nobody" });
    await page.goto(`${CIMSOFT.origin}/staff`);
    const rail = page.locator("#rail");
    const headers = { Host: hostOf(CIMSOFT), Cookie: await cookieOf(page, CIMSOFT.origin) };
    const clients = rooms(...CLIENTS);
    const led = clients.map(({ path }) => [path, handlers.has(path) ? "404" : "307 /staff"]);
    expect(await answers(clients, headers), role).toEqual(Object.fromEntries(led));
    expect(await answers(rooms("account"), headers), role).toEqual(all(rooms("account"), "303 /staff/settings"));
    const money = rooms("money-staff");
    const absent = ["payments", "invoices", "estimates"].map((room) => [`/staff/${room}/${PAYMENT}`, "404"]);
    const opened = { ...all(money, "200"), ...Object.fromEntries(absent) };
    expect(await answers(money, headers), role).toEqual(mayRead ? opened : all(money, "403"));
    await expect(rail.getByRole("link", { name: /^Payments(\s*\d|$)/ })).toHaveCount(mayRead ? 1 : 0);
    const caseRooms = rooms("case-staff");
    const cases = { ...all(caseRooms, "200"), [`/staff/agreements/${PAYMENT}`]: "404" };
    expect(await answers(caseRooms, headers), role).toEqual(
      readsCases ? cases : Object.fromEntries(caseRooms.map(({ path }) => [path, handlers.has(path) ? "404" : "403"])),
    );
    await expect(rail.getByRole("link", { name: /^Cases(\s*\d|$)/ })).toHaveCount(readsCases ? 1 : 0);
    const clientRooms = rooms("clients-staff");
    const unknown = { [`/staff/companies/${PAYMENT}`]: "404", [`/staff/contacts/${PAYMENT}`]: "404" };
    const found = { ...all(clientRooms, "200"), ...unknown };
    expect(await answers(clientRooms, headers), role).toEqual(readsCases ? found : all(clientRooms, "403"));
    await expect(rail.getByRole("link", { name: /^Companies(\s*\d|$)/ })).toHaveCount(readsCases ? 1 : 0);
    const answersChats = role === "support_agent" || role === "administrator";
    const chatRooms = rooms("chat-staff");
    const unwritten = { ...all(chatRooms, "200"), [`/staff/articles/${PAYMENT}`]: "404" };
    expect(await answers(chatRooms, headers), role).toEqual(answersChats ? unwritten : all(chatRooms, "403"));
    await expect(rail.getByRole("link", { name: /^Chat(\s*\d|$)/ })).toHaveCount(answersChats ? 1 : 0);
    const requestRooms = rooms("request-staff");
    const shut = requestRooms.map(({ path }) => [path, handlers.has(path) ? "404" : "403"]);
    // Staff who may read payments also answer requests.
    const nobody = { [`/staff/team/${PAYMENT}`]: "404", [`/staff/renewals/${PAYMENT}`]: "404" };
    const expected = mayRead ? { ...all(requestRooms, "200"), ...nobody } : Object.fromEntries(shut);
    expect(await answers(requestRooms, headers), role).toEqual(expected);
    await expect(rail.getByRole("link", { name: /^Requests(\s*\d|$)/ })).toHaveCount(mayRead ? 1 : 0);
    await expect(rail.getByRole("link", { name: /^Renewals(\s*\d|$)/ })).toHaveCount(mayRead ? 1 : 0);
    await expect(rail.getByRole("link", { name: /^Team(\s*\d|$)/ })).toHaveCount(mayRead ? 1 : 0);
    const edits = role === "marketing" || role === "administrator";
    const homeRooms = rooms("home-staff");
    const unknownOnes = [`/staff/resources/${PAYMENT}`, `/staff/faq/versions/${PAYMENT}`];
    const edited = { ...all(homeRooms, "200"), ...Object.fromEntries(unknownOnes.map((path) => [path, "404"])) };
    expect(await answers(homeRooms, headers), role).toEqual(edits ? edited : all(homeRooms, "403"));
    await expect(rail.getByRole("link", { name: /^Home page(\s*\d|$)/ })).toHaveCount(edits ? 1 : 0);
    const administers = role === "administrator";
    const mailRooms = rooms("admin-staff");
    // Nothing has this id.
    const mails = mailRooms.map(({ path }) => [path, path.includes(PAYMENT) ? "404" : "200"]);
    const closed = mailRooms.map(({ path }) => [path, handlers.has(path) ? "404" : "403"]);
    expect(await answers(mailRooms, headers), role).toEqual(Object.fromEntries(administers ? mails : closed));
    const answerRooms = rooms("answer-staff");
    const received = { ...all(answerRooms, "200"), [`/staff/mail/received/${PAYMENT}`]: "404" };
    const answersThreads = role !== "marketing";
    expect(await answers(answerRooms, headers), role).toEqual(answersThreads ? received : all(answerRooms, "403"));
    await expect(rail.getByRole("link", { name: /^Mail(\s*\d|$)/ })).toHaveCount(answersThreads ? 1 : 0);
  }
});

test("a webhook takes nothing but what Stripe signed for that brand", async () => {
  const { path } = ROOMS["api/stripe/webhook/[brand]/route.ts"] ?? { path: "" };
  const headers = { Host: hostOf(CIMSOFT), "Content-Type": "application/json" };
  for (const method of ["GET", "PUT", "DELETE"]) {
    expect((await rawRequest(path, { method, headers })).status, method).toBe(405);
  }
  const body = JSON.stringify({ id: "evt_forged", object: "event", type: "checkout.session.completed" });
  for (const signature of [undefined, "", "t=1,v1=00", `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}`]) {
    const signed = signature === undefined ? headers : { ...headers, "Stripe-Signature": signature };
    const { status } = await rawRequest(path, { method: "POST", headers: signed, body });
    expect(status, signature).toBe(400);
  }
  expect((await rawRequest("/api/stripe/webhook/nobody", { method: "POST", headers, body })).status).toBe(400);
});

test("a contact without the right billing finds no page about money", async ({ page }) => {
  const { email } = await employWithoutPassword(await foundCompany(CIMSOFT), "operator");
  const main = page.getByRole("main");
  await page.goto(`${CIMSOFT.origin}/reset-password`);
  await main.getByLabel("Email", { exact: true }).fill(email);
  await main.getByRole("button", { name: "Send reset email" }).click();
  await expect(main).toContainText(CIMSOFT.resetSender);
  const [mail] = await waitForMail(email);
  await page.goto(linkIn(mail, "/reset-password/"));
  await main.getByLabel("New password", { exact: true }).fill("Copper^Valve31");
  await main.getByRole("button", { name: "Set password" }).click();
  await page.waitForURL(/\/login/);
  await signIn(page, CIMSOFT, email, "Copper^Valve31");
  await expect(main).toContainText(/account team/i);
  await expect(main).not.toContainText("$");
  await expect(page.getByRole("link", { name: /invoices/i })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /estimates/i })).toHaveCount(0);
  const headers = { Host: hostOf(CIMSOFT), Cookie: await cookieOf(page, CIMSOFT.origin) };
  const money = rooms("billing", "pay");
  expect(await answers(money, headers)).toEqual(all(money, "404"));
  expect((await page.goto(`${CIMSOFT.origin}/invoices?status=open`))?.status()).toBe(404);
});

test("a form sent from another site changes nothing and signs nobody out", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, buyer);
  const cookie = await cookieOf(page, CIMSOFT.origin);
  // The HTML as the server sends it: hydration removes the hidden field.
  const { body: html } = await rawRequest("/dashboard", { headers: { Host: hostOf(CIMSOFT), Cookie: cookie } });
  const action = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html)?.[1];
  if (!action) throw new Error("no action on the page");
  const boundary = "----portal";
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="${action}"\r\n\r\n\r\n--${boundary}--\r\n`;
  for (const origin of ["https://evil.example", INSOURCE.origin, "null"]) {
    const headers = {
      Host: hostOf(CIMSOFT),
      Cookie: cookie,
      Origin: origin,
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
    };
    const answer = await rawRequest("/dashboard", { method: "POST", headers, body });
    expect(answer.status, origin).toBeGreaterThanOrEqual(400);
  }
  // Still signed in: nobody was logged out.
  expect(await answers([{ path: "/dashboard" }], { Host: hostOf(CIMSOFT), Cookie: cookie })).toEqual({
    "/dashboard": "200",
  });
});
