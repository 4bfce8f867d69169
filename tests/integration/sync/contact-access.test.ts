import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, knownDevices } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { linkState, setPassword } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { newSecret } from "@/lib/gate/tokens";
import { createCompany, createContact, unique } from "../../support/world";
import { attempt, cimsoft, needToken, OTHER_PASSWORD, PASSWORD_HASH, START, signedIn } from "../gate/auth/support";
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
  it("loses its sessions, links, known browsers and password; the new owner of the address sets one by the reset link", async () => {
    const { id, email, session, link, importRow } = await signedInContact();
    expect([await isSignedIn(session), await stateOf(link), (await devicesOf(id)).length]).toEqual([true, "works", 1]);
    const moved = newAddress();
    await importRow({ email: moved });

    expect(await isSignedIn(session)).toBe(false);
    expect(await stateOf(link)).toBe("gone");
    expect(await devicesOf(id)).toEqual([]);
    for (const typed of [email, moved]) expect(await attempt(typed)).toEqual({ ok: false, reason: "wrong" });
    expect(await auditOf(id)).toMatchObject([
      { action: "access.revoked", actorKind: "system", details: { emailChanged: true, closed: false } },
    ]);

    const token = await needToken(moved);
    const password = OTHER_PASSWORD;
    await setPassword(cimsoft, { token, password }, { address: null, device: newSecret(), now: START });
    expect(await isSignedIn(await signedIn(moved, { password }))).toBe(true);
  });

  it("keeps everything after a dry run", async () => {
    const { session, link, importRow } = await signedInContact();
    await importRow({ email: newAddress() }, true);
    expect([await isSignedIn(session), await stateOf(link)]).toEqual([true, "works"]);
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
