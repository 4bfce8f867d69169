import { and, eq, inArray, like } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { accountTeamMembers, contacts, credentials, staff, staffBrands } from "@/db/schema";
import { hashPassword } from "@/lib/gate/auth/passwords";
import { addAbsences } from "./absences";
import { COMPANIES, phoneNumber, STAFF, STAFF_DOMAIN } from "./cast";
import { addRotas } from "./on-call";

/** The password of every demo account. Sign-in refuses these accounts outside the demo. */
export const DEMO_PASSWORD = "Steel&Harbor27";

/**
 * The client accounts that the demo announces, and whether each has a password. `first.time` has none and sets one by
 * mail, as new clients do.
 */
const DEMO_CLIENTS = [
  { brand: "cimsoft", email: "plant.engineer@keystone.example", password: true },
  { brand: "cimsoft", email: "ap.clerk@keystone.example", password: true },
  { brand: "cimsoft", email: "first.time@keystone.example", password: false },
  { brand: "cimsoft", email: "maintenance@keystone.example", password: true },
  { brand: "cimsoft", email: "automation@summitchemical.example", password: true },
  { brand: "cimsoft", email: "payables@blueridge.example", password: true },
  { brand: "cimsoft", email: "buyer@ridgeline.example", password: true },
  { brand: "insource", email: "plant.engineer@tidewater.example", password: true },
  { brand: "insource", email: "accounts@tidewater.example", password: true },
  { brand: "insource", email: "manager@harborview.example", password: true },
  { brand: "insource", email: "scada@harborview.example", password: true },
] as const;

/** The company administrators of the demo, one on each brand: a right that the ERP does not know. */
const COMPANY_ADMINS = ["plant.engineer@keystone.example", "manager@harborview.example"];

/**
 * What an import cannot do: the demo's staff, passwords, and the mark by which sign-in refuses demo accounts outside
 * the demo. Run as the system, after the demo data is imported. Safe to run again: what exists stays, a changed
 * password too.
 */
export async function applyDemoAccounts(db: Transaction): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const domains = [...new Set(COMPANIES.map(({ domain }) => domain))];
  for (const domain of domains) {
    await db
      .update(contacts)
      .set({ demo: true })
      .where(like(contacts.email, `%@${domain}`));
  }
  for (const { brand, email, password } of DEMO_CLIENTS) {
    const [contact] = await db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.brand, brand), eq(contacts.email, email)));
    if (!contact) throw new Error(`The demo data has no contact ${email}`);
    if (!password) continue;
    await db
      .insert(credentials)
      .values({ accountKind: "contact", accountId: contact.id, passwordHash })
      .onConflictDoNothing();
  }
  await db.update(contacts).set({ companyAdmin: true }).where(inArray(contacts.email, COMPANY_ADMINS));
  await addStaff(db, passwordHash);
  await addAbsences(db);
  await addRotas(db);
}

async function addStaff(db: Transaction, passwordHash: string): Promise<void> {
  const emails = STAFF.map(({ local }) => `${local}@${STAFF_DOMAIN}`);
  await db
    .insert(staff)
    .values(
      STAFF.map(({ local, name, title, role }, index) => ({
        email: `${local}@${STAFF_DOMAIN}`,
        ...{ name, jobTitle: title, roles: [role], demo: true },
        phone: phoneNumber("804", 40 + index),
      })),
    )
    .onConflictDoNothing({ target: staff.email });
  const members = await db.select().from(staff).where(inArray(staff.email, emails));
  for (const member of members) {
    const brands = ["cimsoft", "insource"].map((brand) => ({ staffId: member.id, brand }));
    await db.insert(staffBrands).values(brands).onConflictDoNothing();
    await db
      .insert(credentials)
      .values({ accountKind: "staff", accountId: member.id, passwordHash })
      .onConflictDoNothing();
    await db.update(accountTeamMembers).set({ staffId: member.id }).where(eq(accountTeamMembers.email, member.email));
  }
}
