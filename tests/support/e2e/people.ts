import { readFileSync } from "node:fs";
import path from "node:path";
import type { StaffRole, TeamRole } from "@/db/schema/constants";
import { BRANDS as SEEDS } from "@/db/seed/brands";
import { hashPassword } from "../../../lib/gate/auth/passwords";
import { addBrandFrom } from "../../../lib/gate/brand/add";
import { addDays, businessToday } from "../../../lib/kit/time";
import * as world from "../world";
import { type BrandFacts, DEMO_PASSWORD, NORTHWIND } from "./portal";

/*
 * People, companies and papers of a test file's own, put straight into the database of the demo that the run has started:
 * so files meet nowhere, and run in any order and side by side. All have the demo's password; they are no demo accounts,
 * so what a deployment does with them is what is tested.
 */

export type Company = Awaited<ReturnType<typeof world.createCompany>>;
export type Contact = Awaited<ReturnType<typeof world.createContact>>;
export type Staff = Awaited<ReturnType<typeof world.createStaff>>;

/** Where the run's demo is (playwright.config.ts). */
const STATE = path.resolve(import.meta.dirname, "../../../.data/e2e/postgres/state.json");

// What a shell has set is another database, and none of ours to write to: until `reach` there is none.
process.env.DATABASE_URL = "";

/** Asked for at the first use: while files are only loaded the demo may not run yet. */
function reach(): void {
  if (process.env.DATABASE_URL) return;
  const { port, portalPassword } = JSON.parse(readFileSync(STATE, "utf8")) as { port: number; portalPassword: string };
  process.env.DATABASE_URL = `postgres://portal:${portalPassword}@127.0.0.1:${port}/portal`;
}

/** The same work on rows, of the run's demo. */
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
export const createStripeEvent = inDemo(world.createStripeEvent);
export const createCase = inDemo(world.createCase);
export const createRequest = inDemo(world.createRequest);
const createCompany = inDemo(world.createCompany);
const createContact = inDemo(world.createContact);
const createStaff = inDemo(world.createStaff);

let hash: Promise<string> | undefined;
/** Made once in a process: it takes as long as a sign-in. */
const passwordHash = () => {
  hash ??= hashPassword(DEMO_PASSWORD);
  return hash;
};

/** A name that nobody else of the run has, so that lists of all people can be searched for it. */
export const called = (name: string) => world.unique(name).replaceAll("-", " ");

/** A day from today on, as the brands count them. */
export const dayFromNow = (days: number) => addDays(businessToday("America/New_York"), days);

/** Rights by what people do, as in the demo. */
const RIGHTS = {
  engineer: { billing: true, pay: false, casesScope: "company", requestsScope: "own" },
  clerk: { billing: true, pay: true, casesScope: "none", requestsScope: "company" },
  buyer: { billing: true, pay: false, casesScope: "none", requestsScope: "own" },
  operator: { billing: false, pay: false, casesScope: "own", requestsScope: "own" },
} as const;

/** A company with a support agreement that is in force for long, unless it ended on a day. */
export async function foundCompany(brand: BrandFacts, endsOn = "2099-12-31"): Promise<Company> {
  const company = await createCompany({ brand: brand.key, name: called("Plant") });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn });
  return company;
}

/** Somebody of a company, who can sign in. */
export async function employ(
  company: Company,
  as: keyof typeof RIGHTS,
  over: Parameters<typeof world.createContact>[1] = {},
): Promise<Contact> {
  return createContact(company, { ...RIGHTS[as], passwordHash: await passwordHash(), ...over });
}

/** The same, before the first sign-in. */
export const employWithoutPassword = (company: Company, as: keyof typeof RIGHTS) => createContact(company, RIGHTS[as]);

/** Somebody of the firm, for both brands of the demo unless said otherwise, who can sign in. `name` is made one of the run. */
export async function hire(role: StaffRole, name: string, brands?: readonly string[]): Promise<Staff> {
  return createStaff([role], {
    ...{ name: called(name), passwordHash: await passwordHash() },
    ...(brands ? { brands } : {}),
  });
}

/** Adds the third brand as an operator does. One that an earlier worker has added is there already. */
export async function addNorthwind(): Promise<void> {
  const [base] = SEEDS;
  const { key, name, origin, resetSender, supportMailbox, upgrade } = NORTHWIND;
  const faults = await inDemo(addBrandFrom)({
    ...{ ...base, key, name, shortName: "Northwind", origin, resetSender, supportMailbox },
    ...{ home: { ...base?.home, upgradeUrl: upgrade }, upgradeHosts: [new URL(upgrade).host] },
  });
  const others = faults.filter((fault) => !fault.startsWith("key: there is a brand"));
  if (others.length > 0) throw new Error(others.join("\n"));
}

/** Puts somebody of the firm on a company's account team. */
export const appoint = (company: Company, { id, name, email }: Staff, role: TeamRole) =>
  createTeamMember(company, { staffId: id, name, email, role });
