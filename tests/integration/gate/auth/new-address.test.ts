import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { auditEvents, contacts, knownDevices, newSignInAddresses, outbox, staff } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addStaff } from "@/lib/gate/auth/add-staff";
import { confirmNewAddress, readAddressLink } from "@/lib/gate/auth/new-address";
import { runNewAddressTask } from "@/lib/gate/auth/new-address-link";
import { linkState, setPassword } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { hashSecret, newSecret, tokenFor } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { buildMessage } from "@/lib/mail/send";
import { renderMail } from "@/lib/mail/templates/render";
import { clientViewer, createCompany, createContact, createStaff, staffViewer, unique } from "@/tests/support/world";
import {
  at,
  attempt,
  cimsoft,
  insource,
  jobs,
  MINUTE,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  PASSWORD_HASH,
  START,
  signedIn,
} from "./support";

const newAddress = () => `${unique("new")}@client.example`.toLowerCase();
const gone = { code: "CONFLICT" };

/** A contact with a password and a new address that an administrator approved; its link was mailed. */
async function approved(address = newAddress(), { mailed = true, brand = "cimsoft" } = {}) {
  const contact = await createContact(null, { passwordHash: PASSWORD_HASH, brand });
  const id = uuidv7();
  await asSystem("test", (db) =>
    db.insert(newSignInAddresses).values({ id, brand, contactId: contact.id, address, source: "administrator" }),
  );
  if (mailed) await runNewAddressTask({ id }, START);
  return { contact, id, address, token: tokenFor("new-address", id) };
}

const open = (token: string, { brand = cimsoft, now = START } = {}) =>
  readAddressLink(brand, token, { address: null, now });
const confirm = (token: string, { brand = cimsoft, now = START } = {}) =>
  confirmNewAddress(brand, token, { address: null, now });
const emailOf = async (id: string) =>
  (await asSystem("test looks", (db) => db.select().from(contacts).where(eq(contacts.id, id))))[0]?.email;

describe("an approved new sign-in address", () => {
  it("adds a job that mails the link to it and tells the old one, once", async () => {
    const { contact, id, address, token } = await approved(newAddress(), { mailed: false });
    expect(await jobs("auth.new-address")).toContainEqual({ id });
    for (let times = 0; times < 2; times++) await runNewAddressTask({ id }, START);
    const [mail, ...more] = await mailsTo(address);
    expect([mail?.kind, more]).toEqual(["sign-in-address-confirm", []]);
    expect(await mailsTo(contact.email)).toMatchObject([
      { kind: "sign-in-address-waiting", props: { currentAddress: contact.email, newAddress: address } },
    ]);
    if (!mail) throw new Error("no mail");
    const message = await buildMessage(mail, new Date(START.epochMilliseconds), { render: renderMail });
    if ("ended" in message) throw new Error(message.ended);
    expect(message.text).toContain(`${cimsoft.origin}/confirm-address/${token}`);
    expect(JSON.stringify(mail)).not.toContain(token);
  });

  it("leaves the old one working, and the new one not, until it is confirmed", async () => {
    const { contact, address, token } = await approved();
    expect(await attempt(contact.email)).toMatchObject({ ok: true });
    expect(await attempt(address)).toEqual({ ok: false, reason: "wrong" });
    for (let visit = 0; visit < 5; visit++) expect(await open(token)).toEqual({ state: "works", address });
    expect(await emailOf(contact.id)).toBe(contact.email);
  });

  it("confirmed takes every way in that the old one had, is told to both, and a new password is set by its link", async () => {
    const { contact, address, token } = await approved();
    const session = await signedIn(contact.email);
    // As many as may be sent to one account: the old address's reader cannot keep a link from the new one.
    for (const minutes of [-40, -20]) await needToken(contact.email, { now: at(minutes * MINUTE) });
    const link = await needToken(contact.email);
    await confirm(token);
    expect(await emailOf(contact.id)).toBe(address);
    expect(await loadSession(session, "cimsoft", at(1))).toBeNull();
    expect(await linkState(cimsoft, link, { address: null, now: at(1) })).toBe("gone");
    const devices = await asSystem("test looks", (db) =>
      db.select().from(knownDevices).where(eq(knownDevices.accountId, contact.id)),
    );
    expect(devices).toEqual([]);
    for (const email of [contact.email, address]) {
      expect(await attempt(email)).toEqual({ ok: false, reason: "wrong" });
      expect(await mailsTo(email, "sign-in-address-changed")).toMatchObject([
        { props: { oldAddress: contact.email, newAddress: address } },
      ]);
    }
    const events = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.action, "sign-in-address.confirmed")),
    );
    expect(events.filter(({ entityId }) => entityId === contact.id)).toHaveLength(1);
    const own = await needToken(address, { now: at(1) });
    const device = newSecret();
    await setPassword(cimsoft, { token: own, password: OTHER_PASSWORD }, { address: null, device, now: at(2) });
    expect(await attempt(address, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });

  it("is confirmed once, also by forms that come at one time", async () => {
    const { token } = await approved();
    const ends = await Promise.allSettled(Array.from({ length: 5 }, () => confirm(token)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject(gone);
    await expect(confirm(token)).rejects.toMatchObject(gone);
  });

  it("is not confirmed on another brand, after three days, in another's place, or for a closed account", async () => {
    const late = await approved();
    await expect(confirm(late.token, { brand: insource })).rejects.toMatchObject(gone);
    // By the database's own clock: the row takes its time from there.
    const later = systemNow().add({ hours: 73 });
    await expect(confirm(late.token, { now: later })).rejects.toMatchObject(gone);

    const replaced = await approved();
    await asSystem("test", (db) =>
      db.insert(newSignInAddresses).values({
        ...{ brand: "cimsoft", contactId: replaced.contact.id, address: newAddress(), source: "administrator" },
      }),
    );
    await expect(confirm(replaced.token)).rejects.toMatchObject(gone);

    const closed = await approved();
    await asSystem("test", (db) =>
      db
        .update(contacts)
        .set({ closedAt: new Date(0) })
        .where(eq(contacts.id, closed.contact.id)),
    );
    await expect(confirm(closed.token)).rejects.toMatchObject(gone);
  });

  it("that has become somebody's is not confirmed: a contact's of the brand, a member of staff's", async () => {
    const taken = await approved();
    await createContact(null, { email: taken.address });
    await expect(confirm(taken.token)).rejects.toMatchObject(gone);
    expect(await emailOf(taken.contact.id)).toBe(taken.contact.email);

    const staffs = await approved();
    await addStaff({ email: staffs.address, roles: ["marketing"], brands: ["insource"] }, START);
    await expect(confirm(staffs.token)).rejects.toMatchObject(gone);
    expect(await emailOf(staffs.contact.id)).toBe(staffs.contact.email);
  });

  it("becomes staff's or the contact's, and never both, when both are made at one time", async () => {
    for (let round = 0; round < 4; round++) {
      const { contact, address, token } = await approved();
      await Promise.allSettled([
        confirm(token),
        addStaff({ email: address, roles: ["marketing"], brands: ["cimsoft"] }, START),
      ]);
      const members = await asSystem("test looks", (db) => db.select().from(staff).where(eq(staff.email, address)));
      expect(members.length + ((await emailOf(contact.id)) === address ? 1 : 0)).toBe(1);
    }
  });

  it("is refused at once where it is a contact's of the brand, a member of staff's, or waits for another contact", async () => {
    const [contact, member] = [await createContact(null), await createStaff(["marketing"])];
    const waiting = await approved();
    for (const [address, rule] of [
      [contact.email, "new_sign_in_addresses_contact"],
      [member.email, "new_sign_in_addresses_staff"],
      [waiting.address, "new_sign_in_addresses_address"],
    ] as const) {
      await expect(approved(address)).rejects.toMatchObject({ cause: { constraint_name: rule } });
    }
    // On another brand it is another account's.
    await approved(contact.email, { brand: "insource" });
  });

  it.each(["", " ", "null", "a".repeat(43), "\0".repeat(43)])("has no link that nobody made: %j", async (token) => {
    expect(await open(token)).toEqual({ state: "gone" });
    await expect(confirm(token)).rejects.toMatchObject(gone);
  });

  it("is confirmed by no link for a password, and sets no password by its own", async () => {
    const { contact, id, token } = await approved();
    const reset = await needToken(contact.email);
    for (const other of [reset, tokenFor("reset", id), hashSecret(token)]) {
      await expect(confirm(other)).rejects.toMatchObject(gone);
    }
    expect(await linkState(cimsoft, token, { address: null, now: START })).toBe("gone");
  });
});

describe("a new sign-in address and the database", () => {
  const insert = (
    viewer: Parameters<typeof runAsViewer>[0],
    contact: { id: string; brand: string },
    brand = contact.brand,
  ) =>
    runAsViewer(viewer, "write", ({ db }) =>
      db
        .insert(newSignInAddresses)
        .values({ brand, contactId: contact.id, address: newAddress(), source: "administrator" }),
    );

  it("takes one from an administrator of the contact's brand alone", async () => {
    const contact = await createContact(await createCompany());
    const elsewhere = await createContact(null, { brand: "insource" });
    const administrator = await createStaff(["administrator"], { brands: ["cimsoft"] });
    await insert(staffViewer(administrator, ["cimsoft"]), contact);
    const refused = { cause: { code: "42501" } };
    const agent = await createStaff(["support_agent"], { brands: ["cimsoft"] });
    await expect(insert(staffViewer(agent, ["cimsoft"]), contact)).rejects.toMatchObject(refused);
    await expect(insert(staffViewer(administrator, ["cimsoft"]), elsewhere)).rejects.toMatchObject(refused);
    await expect(insert(staffViewer(administrator, ["cimsoft"]), elsewhere, "cimsoft")).rejects.toMatchObject({
      cause: { constraint_name: "new_sign_in_addresses_brand" },
    });
    await expect(insert(clientViewer(contact), contact)).rejects.toMatchObject(refused);
  });

  it("takes none whose link somebody knows, that is confirmed already, or that lives longer", async () => {
    const contact = await createContact(await createCompany());
    const administrator = staffViewer(await createStaff(["administrator"]));
    for (const over of [
      { tokenHash: hashSecret(newSecret()) },
      { confirmedAt: new Date() },
      { endedAt: new Date() },
      { expiresAt: new Date(Date.now() + 96 * 3_600_000) },
      { source: "import" as const },
    ]) {
      const row = { brand: "cimsoft", contactId: contact.id, address: newAddress(), source: "administrator" as const };
      await expect(
        runAsViewer(administrator, "write", ({ db }) => db.insert(newSignInAddresses).values({ ...row, ...over })),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });

  it("lets no member of staff write a contact's address itself, nor queue the mail with its link", async () => {
    const contact = await createContact(await createCompany());
    const administrator = staffViewer(await createStaff(["administrator"]));
    const refused = { cause: { code: "42501" } };
    await expect(
      runAsViewer(administrator, "write", ({ db }) =>
        db.update(contacts).set({ email: newAddress() }).where(eq(contacts.id, contact.id)),
      ),
    ).rejects.toMatchObject(refused);
    await expect(
      runAsViewer(administrator, "write", ({ db }) =>
        db.insert(outbox).values({
          ...{ id: uuidv7(), brand: "cimsoft", kind: "sign-in-address-confirm", toAddress: newAddress() },
          ...{ props: { tokenId: uuidv7() }, dedupeKey: unique("forged") },
        }),
      ),
    ).rejects.toMatchObject(refused);
  });
});
