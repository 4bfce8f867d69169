import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { eq } from "drizzle-orm";
import { brands, staff } from "@/db/schema";
import type { StaffRole, TeamRole } from "@/db/schema/constants";
import { BRANDS as SEEDS } from "@/db/seed/brands";
import { hashPassword } from "../../../lib/gate/auth/passwords";
import { addBrandFrom } from "../../../lib/gate/brand/add";
import { addDays, businessToday } from "../../../lib/kit/time";
import { zoneOfTests } from "../brand";
import { closeChat, openChatAlways } from "../open-chat";
import * as world from "../world";
import * as worldDecisions from "../world-decisions";
import * as worldThreads from "../world-threads";
import { type BrandFacts, DEMO_PASSWORD, EASTPORT, hostOf, NORTHWIND, rawRequest, WESTGATE } from "./portal";

/*
 * People, companies and documents of one test file, written directly into the database of the demo that the run has
 * started, so that files share no data and can run in any order and in parallel. All have the demo's password, but are
 * not marked as demo accounts: they are treated as in a deployment.
 */

export type Company = Awaited<ReturnType<typeof world.createCompany>>;
export type Contact = Awaited<ReturnType<typeof world.createContact>>;
export type Staff = Awaited<ReturnType<typeof world.createStaff>>;

/** Folder of the run's demo (playwright.config.ts). */
const STATE = path.resolve(import.meta.dirname, "../../../.data/e2e/postgres/state.json");

// A DATABASE_URL of the shell is another database, which tests must not write to: `reach` sets the right one.
process.env.DATABASE_URL = "";

/** Called at the first use, because the demo may not run yet while test files are loaded. */
function reach(): void {
  if (process.env.DATABASE_URL) return;
  const { port, portalPassword } = JSON.parse(readFileSync(STATE, "utf8")) as { port: number; portalPassword: string };
  process.env.DATABASE_URL = `postgres://portal:${portalPassword}@127.0.0.1:${port}/portal`;
}

/** Wraps a function so that it works on the run's demo. */
const inDemo =
  <A extends unknown[], T>(make: (...args: A) => Promise<T>) =>
  (...args: A): Promise<T> => {
    reach();
    return make(...args);
  };

export { unique } from "../world";

export const createInvoice = inDemo(world.createInvoice);
export const createPayment = inDemo(world.createPayment);
export const createEstimate = inDemo(world.createEstimate);
export const createAgreement = inDemo(world.createAgreement);
export const createTeamMember = inDemo(world.createTeamMember);
export const createDecision = inDemo(worldDecisions.createDecision);
export const createVisitor = inDemo(world.createVisitor);
export const createFailedMail = inDemo(world.createFailedMail);
export const createStripeEvent = inDemo(world.createStripeEvent);
export const createCase = inDemo(worldThreads.createCase);
export const createRequest = inDemo(worldThreads.createRequest);
export const createChat = inDemo(worldThreads.createChat);
const createCompany = inDemo(world.createCompany);
export const createContact = inDemo(world.createContact);
const createStaff = inDemo(world.createStaff);

let hash: Promise<string> | undefined;
/** Computed once in each process, because a hash takes as long as a sign-in. */
const passwordHash = () => {
  hash ??= hashPassword(DEMO_PASSWORD);
  return hash;
};

/** A name that nobody else in this run has, by which lists of all people can be searched. */
export const called = (name: string) => world.unique(name).replaceAll("-", " ");

/** A day from today on, as the brands count them. */
export const dayFromNow = (days: number) => addDays(businessToday("America/New_York"), days);

/** Rights of contacts by their role, as in the demo. */
const RIGHTS = {
  engineer: { billing: true, pay: false, casesScope: "company", requestsScope: "own" },
  clerk: { billing: true, pay: true, casesScope: "none", requestsScope: "company" },
  buyer: { billing: true, pay: false, casesScope: "none", requestsScope: "own" },
  operator: { billing: false, pay: false, casesScope: "own", requestsScope: "own" },
} as const;

/** Makes a company with a support agreement until 2099, or until `endsOn`. */
export async function foundCompany(brand: BrandFacts, endsOn = "2099-12-31"): Promise<Company> {
  const company = await createCompany({ brand: brand.key, name: called("Plant") });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn });
  return company;
}

/** Makes a contact of a company, who can sign in. */
export async function employ(
  company: Company,
  as: keyof typeof RIGHTS,
  over: Parameters<typeof world.createContact>[1] = {},
): Promise<Contact> {
  return createContact(company, { ...RIGHTS[as], passwordHash: await passwordHash(), ...over });
}

/** Makes a contact who has not signed in yet and has no password. */
export const employWithoutPassword = (company: Company, as: keyof typeof RIGHTS) => createContact(company, RIGHTS[as]);

/**
 * Makes a member of staff who can sign in, for both brands of the demo by default. `name` is made unique in this run.
 */
export async function hire(role: StaffRole, name: string, brands?: readonly string[]): Promise<Staff> {
  return createStaff([role], {
    ...{ name: called(name), passwordHash: await passwordHash() },
    ...(brands ? { brands } : {}),
  });
}

/** Adds the brand whose home page and hours tests change, and gives its time zone. */
export async function addNorthwind(): Promise<string> {
  await addBrand(NORTHWIND);
  const [row] = await inDemo(world.seed)((db) =>
    db.select({ zone: brands.zone }).from(brands).where(eq(brands.key, NORTHWIND.key)),
  );
  return row?.zone ?? "";
}

/** Adds the brand whose chat is always open, and waits until the running portal knows it. */
export async function addEastport(): Promise<void> {
  await addBrand(EASTPORT);
  await inDemo(openChatAlways)(EASTPORT.key);
  await expect.poll(async () => (await rawRequest("/", { headers: { Host: hostOf(EASTPORT) } })).status).toBe(200);
}

/** Adds the brand whose chat is never open, and waits until the running portal knows it. */
export async function addWestgate(): Promise<void> {
  await addBrand(WESTGATE);
  await inDemo(closeChat)(WESTGATE.key);
  await expect.poll(async () => (await rawRequest("/", { headers: { Host: hostOf(WESTGATE) } })).status).toBe(200);
}

/** Adds a brand with the operators' command, unless an earlier worker of the run has done so. */
async function addBrand({ key, name, origin, resetSender, supportMailbox, upgrade }: BrandFacts): Promise<void> {
  const [base] = SEEDS;
  const faults = await inDemo(addBrandFrom)({
    ...{ ...base, zone: zoneOfTests(), key, name, shortName: name.split(" ")[0], origin, resetSender, supportMailbox },
    ...{ home: { ...base?.home, upgradeUrl: upgrade }, upgradeHosts: [new URL(upgrade).host] },
  });
  const others = faults.filter((fault) => !fault.startsWith("key: there is a brand"));
  if (others.length > 0) throw new Error(others.join("\n"));
}

/** Gives a member of staff another role, while pages of theirs are open. */
export const moveTo = inDemo(({ id }: Staff, role: StaffRole) =>
  world.seed((db) =>
    db
      .update(staff)
      .set({ roles: [role] })
      .where(eq(staff.id, id)),
  ),
);

/** Puts a member of staff on a company's account team. */
export const appoint = (company: Company, { id, name, email }: Staff, role: TeamRole) =>
  createTeamMember(company, { staffId: id, name, email, role });
