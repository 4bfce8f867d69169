import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, knownDevices, newSignInAddresses } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { linkState } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { createCompany, createContact, unique } from "../../support/world";
import { attempt, cimsoft, needToken, PASSWORD_HASH, START, signedIn } from "../gate/auth/support";
import { type Cells, contact as contactRow, importFiles } from "./folder";

/** A contact with a password, a session and an open link, and a way to send the ERP's row about it. */
async function signedInContact() {
  const company = await createCompany();
  const contact = await createContact(company, { externalId: unique("P"), passwordHash: PASSWORD_HASH });
  const session = await signedIn(contact.email);
  const link = await needToken(contact.email);
  const row = (over: Cells) =>
    contactRow({
      ...{ external_id: contact.externalId ?? "", email: contact.email, company: company.externalId ?? "" },
      ...over,
    });
  const importRow = async (over: Cells, dryRun = false) => {
    const report = await importFiles({ contacts: [row(over)] }, { dryRun });
    expect(report.ok).toBe(true);
  };
  return { ...contact, session, link, importRow };
}

const isSignedIn = async (session: string) => (await loadSession(session, "cimsoft", START)) !== null;
const stateOf = (link: string) => linkState(cimsoft, link, { address: null, now: START });
const newAddress = () => `${unique("successor")}@client.example`.toLowerCase();

const devicesOf = (id: string) =>
  asSystem("test looks", (db) => db.select().from(knownDevices).where(eq(knownDevices.accountId, id)));
const auditOf = (id: string) =>
  asSystem("test looks", (db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, id)));

describe("a contact whose address an import changes", () => {
  const waitingOf = (id: string) =>
    asSystem("test looks", (db) =>
      db.select().from(newSignInAddresses).where(eq(newSignInAddresses.contactId, id)).orderBy(newSignInAddresses.id),
    );

  it("keeps the old one and every way in until the new one is confirmed, however often the file comes", async () => {
    const { id, email, session, link, importRow } = await signedInContact();
    const moved = newAddress();
    for (let times = 0; times < 3; times++) await importRow({ email: moved });
    expect([await isSignedIn(session), await stateOf(link)]).toEqual([true, "works"]);
    expect(await attempt(email)).toMatchObject({ ok: true });
    expect(await attempt(moved)).toEqual({ ok: false, reason: "wrong" });
    expect(await waitingOf(id)).toMatchObject([{ address: moved, source: "import", endedAt: null }]);
  });

  it("waits for the newest that a file names, and for none once a file names the old one", async () => {
    const { id, email, importRow } = await signedInContact();
    const [first, second] = [newAddress(), newAddress()];
    await importRow({ email: first });
    await importRow({ email: second });
    const open = async () => (await waitingOf(id)).filter(({ endedAt }) => endedAt === null);
    expect((await open()).map(({ address }) => address)).toEqual([second]);
    await importRow({ email });
    expect(await open()).toEqual([]);
  });

  it("keeps what an administrator has approved, whatever a file names", async () => {
    const { id, email, brand, importRow } = await signedInContact();
    const approved = newAddress();
    await asSystem("test", (db) =>
      db.insert(newSignInAddresses).values({ brand, contactId: id, address: approved, source: "administrator" }),
    );
    await importRow({ email: newAddress() });
    await importRow({ email });
    expect(await waitingOf(id)).toMatchObject([{ address: approved, endedAt: null }]);
  });

  it("is refused an address that waits to be confirmed for somebody else", async () => {
    const [one, two] = [await signedInContact(), await signedInContact()];
    const moved = newAddress();
    await one.importRow({ email: moved });
    const row = contactRow({ external_id: two.externalId ?? "", email: moved });
    const report = await importFiles({ contacts: [row] }, {});
    expect(report.ok).toBe(false);
    expect(await waitingOf(two.id)).toEqual([]);
  });

  it("keeps everything after a dry run", async () => {
    const { id, session, link, importRow } = await signedInContact();
    await importRow({ email: newAddress() }, true);
    expect([await isSignedIn(session), await stateOf(link)]).toEqual([true, "works"]);
    expect(await waitingOf(id)).toEqual([]);
  });
});

describe("a contact that an import closes", () => {
  it("gets back neither sessions nor links when it is opened again, and keeps its password", async () => {
    const { id, email, session, link, importRow } = await signedInContact();
    await importRow({ closed: "yes" });
    await importRow({ closed: "yes", job_title: "Clerk" });
    expect(await attempt(email)).toEqual({ ok: false, reason: "wrong" });
    await importRow({ closed: "no" });

    expect(await isSignedIn(session)).toBe(false);
    expect(await stateOf(link)).toBe("gone");
    expect(await devicesOf(id)).toEqual([]);
    expect(await isSignedIn(await signedIn(email))).toBe(true);
    expect(await auditOf(id)).toMatchObject([{ action: "access.revoked", details: { closed: true } }]);
  });
});

it("a contact of which an import changes other columns keeps its sessions", async () => {
  const { id, email, session, link, importRow } = await signedInContact();
  await importRow({ email: email.toUpperCase(), job_title: "Senior clerk", closed: "no" });
  expect([await isSignedIn(session), await stateOf(link)]).toEqual([true, "works"]);
  expect(await auditOf(id)).toEqual([]);
});
