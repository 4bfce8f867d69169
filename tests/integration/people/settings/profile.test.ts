import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { readProfile } from "@/lib/people/settings/queries";
import {
  addAddress,
  addPhone,
  changeAddress,
  changePhone,
  removeAddress,
  removePhone,
  setTimeZone,
} from "@/lib/people/settings/service";
import { mailsTo } from "@/tests/integration/gate/auth/support";
import {
  company as companyRow,
  contact as contactRow,
  importFiles,
  places,
  reportOf,
} from "@/tests/integration/sync/folder";
import { createCompany, createContact, unique } from "@/tests/support/world";
import { addressesOf, as, type Contact, contactByKey, deedsOf, importedPhone, phonesOf, rowOf } from "./support";

let me: Contact;
let colleague: Contact;
let stranger: Contact;

beforeAll(async () => {
  const company = await createCompany({ country: "Canada" });
  me = await createContact(company);
  colleague = await createContact(company);
  stranger = await createContact(await createCompany({ brand: "insource" }));
});

const missing = { code: "NOT_FOUND" };
const address = (over: object = {}) => ({ kind: "office" as const, line1: "1200 Cannery Road", ...over });

describe("phone numbers in Settings", () => {
  it("are added as the company's country dials them, changed and removed, and each action is audited", async () => {
    const own = await createContact(await createCompany({ country: "United Kingdom" }));
    const id = uuidv7();
    await as(own, (context) => addPhone(context, { id, kind: "mobile", number: "020 7946 0958" }));
    expect(await phonesOf(own)).toMatchObject([{ id, kind: "mobile", number: "+442079460958" }]);
    await as(own, (context) => changePhone(context, { phone: id, kind: "work", number: "+1 717 555 0101 ext 9" }));
    expect(await phonesOf(own)).toMatchObject([{ id, kind: "work", number: "+17175550101;ext=9" }]);
    expect((await as(own, readProfile, "read")).phones).toEqual([
      { id, kind: "work", number: "+1 717 555 0101 ext. 9" },
    ]);
    await as(own, (context) => removePhone(context, { phone: id }));
    await as(own, (context) => removePhone(context, { phone: id }));
    expect(await phonesOf(own)).toEqual([]);
    expect(await deedsOf(own.id)).toEqual(["contact.phone-removed", "contact.phone-changed", "contact.phone-added"]);
    expect((await rowOf(own)).portalFields).toEqual(["phones"]);
  });

  it("are told to their owner by mail at each change, and not where nothing was changed", async () => {
    const own = await createContact(await createCompany());
    const told = async () =>
      (await mailsTo(own.email, "details-changed")).map(({ props, brand, personId }) => [props, brand, personId]);
    const id = uuidv7();
    for (let times = 0; times < 2; times++) {
      await as(own, (context) => addPhone(context, { id, kind: "work", number: "804 555 0140" }));
    }
    expect(await told()).toEqual([[{ what: "phone" }, own.brand, null]]);
    await as(own, (context) => changePhone(context, { phone: id, kind: "work", number: "804 555 0141" }));
    for (let times = 0; times < 2; times++) await as(own, (context) => removePhone(context, { phone: id }));
    expect(await told()).toHaveLength(3);
    const postal = uuidv7();
    await as(own, (context) => addAddress(context, { id: postal, ...address() }));
    await as(own, (context) => changeAddress(context, { address: postal, ...address({ city: "Lancaster" }) }));
    await as(own, (context) => removeAddress(context, { address: postal }));
    expect((await told()).slice(3)).toEqual(Array(3).fill([{ what: "address" }, own.brand, null]));
    await expect(
      as(me, (context) => changePhone(context, { phone: id, kind: "work", number: "804 555 0142" })),
    ).rejects.toMatchObject(missing);
    expect(await mailsTo(me.email, "details-changed")).toEqual([]);
  });

  it("are added once however often the form is sent, also at the same time", async () => {
    const own = await createContact(await createCompany());
    const form = { id: uuidv7(), kind: "work" as const, number: "804 555 0140" };
    await Promise.all([1, 2, 3].map(() => as(own, (context) => addPhone(context, form))));
    expect(await phonesOf(own)).toHaveLength(1);
    await expect(as(own, (context) => addPhone(context, { ...form, number: "804 555 0141" }))).rejects.toMatchObject({
      name: "FormUsed",
    });
    await expect(as(own, (context) => addPhone(context, { ...form, id: uuidv7() }))).rejects.toMatchObject({
      field: "number",
    });
    expect(await phonesOf(own)).toHaveLength(1);
  });

  it.each(["", "555 0101", "call me", "<img src=x>", "+1 804 555 01401234"])("are not %j", async (number) => {
    await expect(as(me, (context) => addPhone(context, { id: uuidv7(), kind: "work", number }))).rejects.toMatchObject({
      code: "INVALID",
      field: "number",
    });
  });

  it("are limited in number", async () => {
    const own = await createContact(await createCompany());
    const add = (last: number) =>
      as(own, (context) =>
        addPhone(context, { id: uuidv7(), kind: "work", number: `804 555 01${String(last).padStart(2, "0")}` }),
      );
    for (let last = 0; last < 12; last++) await add(last);
    await expect(add(12)).rejects.toMatchObject({ code: "INVALID" });
  });

  it("that an import stored invalid are shown as they are, and may stay so while their kind changes", async () => {
    const own = await createContact(await createCompany());
    const id = await importedPhone(own, "x4711");
    expect((await as(own, readProfile, "read")).phones).toEqual([{ id, kind: "work", number: "x4711" }]);
    await as(own, (context) => changePhone(context, { phone: id, kind: "other", number: "x4711" }));
    expect(await phonesOf(own)).toMatchObject([{ kind: "other", number: "x4711" }]);
    await expect(
      as(own, (context) => changePhone(context, { phone: id, kind: "other", number: "x4712" })),
    ).rejects.toMatchObject({ field: "number" });
  });

  it("of others do not exist", async () => {
    const theirs = await importedPhone(me, "+18045550177");
    for (const outsider of [colleague, stranger]) {
      const form = { phone: theirs, kind: "work" as const, number: "+18045550178" };
      await expect(as(outsider, (context) => changePhone(context, form))).rejects.toMatchObject(missing);
      await as(outsider, (context) => removePhone(context, { phone: theirs }));
      // A form that names a row which is somebody else's.
      const forged = { id: theirs, kind: "work" as const, number: "+18045550179" };
      await expect(as(outsider, (context) => addPhone(context, forged))).rejects.toMatchObject(missing);
      expect((await as(outsider, readProfile, "read")).phones).toEqual([]);
    }
    expect(await phonesOf(me)).toMatchObject([{ id: theirs, number: "+18045550177" }]);
  });
});

describe("addresses in Settings", () => {
  it("are added, changed and removed, at most one of each kind", async () => {
    const own = await createContact(await createCompany());
    const [office, billing] = [uuidv7(), uuidv7()];
    await as(own, (context) => addAddress(context, { id: office, ...address({ city: "Lancaster" }) }));
    await as(own, (context) => addAddress(context, { id: office, ...address({ city: "Lancaster" }) }));
    await expect(as(own, (context) => addAddress(context, { id: office, ...address() }))).rejects.toMatchObject({
      name: "FormUsed",
    });
    await expect(as(own, (context) => addAddress(context, { id: uuidv7(), ...address() }))).rejects.toMatchObject({
      field: "kind",
    });
    await as(own, (context) => addAddress(context, { id: billing, ...address({ kind: "billing" }) }));
    await expect(
      as(own, (context) => changeAddress(context, { address: billing, ...address() })),
    ).rejects.toMatchObject({ field: "kind" });
    await as(own, (context) =>
      changeAddress(context, { address: billing, ...address({ kind: "shipping", line1: "2 Dock Road" }) }),
    );
    expect((await as(own, readProfile, "read")).addresses).toMatchObject([
      { kind: "office", city: "Lancaster" },
      { kind: "shipping", line1: "2 Dock Road", city: null },
    ]);
    await as(own, (context) => removeAddress(context, { address: office }));
    expect(await addressesOf(own)).toMatchObject([{ id: billing }]);
    expect((await rowOf(own)).portalFields).toEqual(["addresses"]);
  });

  it("of others do not exist", async () => {
    const id = uuidv7();
    await as(me, (context) => addAddress(context, { id, ...address() }));
    for (const outsider of [colleague, stranger]) {
      await expect(
        as(outsider, (context) => changeAddress(context, { address: id, ...address({ line1: "9 Elm Street" }) })),
      ).rejects.toMatchObject(missing);
      await as(outsider, (context) => removeAddress(context, { address: id }));
      await expect(as(outsider, (context) => addAddress(context, { id, ...address() }))).rejects.toMatchObject(missing);
      expect((await as(outsider, readProfile, "read")).addresses).toEqual([]);
    }
    expect(await addressesOf(me)).toMatchObject([{ id, line1: "1200 Cannery Road" }]);
  });
});

describe("the time zone in Settings", () => {
  it("is set, and reset to the brand's", async () => {
    const own = await createContact(await createCompany(), { timeZone: "America/New_York" });
    await as(own, (context) => setTimeZone(context, "Asia/Kolkata"));
    expect(await rowOf(own)).toMatchObject({ timeZone: "Asia/Kolkata", portalFields: ["time_zone"] });
    await as(own, (context) => setTimeZone(context, null));
    expect((await rowOf(own)).timeZone).toBeNull();
    expect(await rowOf(colleague)).toMatchObject({ timeZone: null, portalFields: [] });
  });

  it("must exist", async () => {
    await expect(as(me, (context) => setTimeZone(context, "Mars/Olympus"))).rejects.toMatchObject({ field: "zone" });
  });
});

it("contact details that were edited in the portal are left alone by the next import, and the rest is not", async () => {
  const [companyKey, key] = [unique("C"), unique("P")];
  const row = contactRow({
    ...{ external_id: key, company: companyKey, email: `${key.toLowerCase()}@keystone.example` },
    ...{ phone: "+1 717 555 0101", address_line1: "1 Old Road", time_zone: "America/New_York", job_title: "Clerk" },
  });
  const untouched = contactRow({
    ...{ external_id: unique("P"), company: companyKey, email: `${unique("other").toLowerCase()}@keystone.example` },
    ...{ phone: "+1 717 555 0102", address_line1: "1 Old Road", time_zone: "America/New_York" },
  });
  const imported = await importFiles({
    companies: [companyRow({ external_id: companyKey })],
    contacts: [row, untouched],
  });
  expect(imported.ok).toBe(true);
  const own = await contactByKey(key);
  const [phone] = await phonesOf(own);
  const [office] = await addressesOf(own);
  await as(own, async (context) => {
    await changePhone(context, { phone: phone?.id ?? "", kind: "work", number: "+1 717 555 0199" });
    await changeAddress(context, { address: office?.id ?? "", ...address({ line1: "5 New Road" }) });
    await setTimeZone(context, "America/Chicago");
  });
  expect((await rowOf(own)).portalFields).toEqual(["addresses", "phones", "time_zone"]);
  const next = { address_line1: "7 Other Road", time_zone: "America/Denver", phone: "+1 717 555 0155" };
  const report = await importFiles({
    contacts: [
      { ...row, ...next, job_title: "Buyer" },
      { ...untouched, ...next },
    ],
  });
  expect(places(reportOf(report, "contacts").warnings).sort()).toEqual(["2 addresses", "2 phones", "2 time_zone"]);
  expect(await rowOf(own)).toMatchObject({ timeZone: "America/Chicago", jobTitle: "Buyer" });
  expect(await phonesOf(own)).toMatchObject([{ number: "+17175550199" }]);
  expect(await addressesOf(own)).toMatchObject([{ line1: "5 New Road" }]);
  const other = await contactByKey(untouched.external_id ?? "");
  expect(other.timeZone).toBe("America/Denver");
  expect(await phonesOf(other)).toMatchObject([{ number: "+1 717 555 0155" }]);
});
