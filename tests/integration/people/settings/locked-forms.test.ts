import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { FormAction } from "@/lib/gate/actions/result";
import { savePreferencesAction } from "@/lib/mail/notices/preferences/actions";
import {
  addAddressAction,
  addPhoneAction,
  changeAddressAction,
  changePasswordAction,
  changePhoneAction,
  endOtherSessionsAction,
  removeAddressAction,
  removePhoneAction,
  setTimeZoneAction,
} from "@/lib/people/settings/actions";
import {
  addParticipantAction,
  closeCaseAction,
  fileCaseAction,
  markReadAction,
  removeParticipantAction,
  replyToCaseAction,
} from "@/lib/threads/cases/actions";
import {
  askRequestAction,
  closeRequestAction,
  markRequestReadAction,
  replyToRequestAction,
} from "@/lib/threads/requests/actions";
import { askForChangeAction } from "@/lib/threads/requests/changes/actions";
import { OTHER_PASSWORD, PASSWORD, PASSWORD_HASH } from "@/tests/integration/gate/auth/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { createAgreement, createCompany, createContact, createTeamMember } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { addressesOf, type Contact, importedPhone, phonesOf, picture, rowOf } from "./support";

// Every request comes from a browser without cookies but the session's: one that is not known.
vi.mock("next/headers", async () => ({
  headers: (await import("@/tests/support/next-headers")).headers,
  cookies: async () => new Map<string, { value: string }>(),
}));

/*
 * Every form a client may send, valid in all else: with an administrators' field beside its own it is refused as a whole,
 * and without one it is taken, so that nothing but that field was the reason.
 */
let me: Contact;
let colleague: Contact;
let other: Awaited<ReturnType<typeof createCompany>>;
let filed: Awaited<ReturnType<typeof createCase>>;
let asked: Awaited<ReturnType<typeof createRequest>>;

beforeAll(async () => {
  const company = await createCompany();
  other = await createCompany();
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  await createTeamMember(company);
  me = await createContact(company, {
    ...{ billing: false, casesScope: "own", requestsScope: "own", passwordHash: PASSWORD_HASH },
  });
  colleague = await createContact(company, { casesScope: "own" });
  filed = await createCase(company, me);
  asked = await createRequest(company, me);
});

type Fields = Readonly<Record<string, string | readonly string[]>>;
const first = (rows: readonly { id: string }[]) => rows[0]?.id ?? "";
const postal = { kind: "office", line1: "1200 Cannery Road" };

/** In the order of sending: a form may use what the one before has made. */
const FORMS: readonly (readonly [name: string, action: FormAction, fields: () => Fields | Promise<Fields>])[] = [
  ["time zone", setTimeZoneAction, () => ({ zone: "Europe/Paris" })],
  ["new phone", addPhoneAction, () => ({ id: uuidv7(), kind: "work", number: "804 555 0140" })],
  [
    "phone",
    changePhoneAction,
    async () => ({ phone: await importedPhone(me, "+18045550141"), kind: "mobile", number: "804 555 0142" }),
  ],
  ["phone removed", removePhoneAction, async () => ({ phone: first(await phonesOf(me)) })],
  ["new address", addAddressAction, () => ({ id: uuidv7(), ...postal })],
  ["address", changeAddressAction, async () => ({ address: first(await addressesOf(me)), ...postal, city: "Norfolk" })],
  ["address removed", removeAddressAction, async () => ({ address: first(await addressesOf(me)) })],
  ["email preferences", savePreferencesAction, () => ({ "kinds[]": [] })],
  ["all other sessions", endOtherSessionsAction, () => ({})],
  [
    "change of rights",
    askForChangeAction,
    () => ({ id: uuidv7(), field: "rights", money: "pay", requests: "company" }),
  ],
  ["change of name", askForChangeAction, () => ({ id: uuidv7(), field: "name", wanted: "Somebody Else" })],
  [
    "change of sign-in email",
    askForChangeAction,
    () => ({ id: uuidv7(), field: "email", wanted: "forged@client.example", currentPassword: PASSWORD }),
  ],
  ["request", askRequestAction, () => ({ id: uuidv7(), kind: "message", body: "Which licenses do we have?" })],
  ["reply to a request", replyToRequestAction, () => ({ id: uuidv7(), number: asked.number, body: "And since when?" })],
  ["request read", markRequestReadAction, () => ({ number: asked.number })],
  ["request closed", closeRequestAction, () => ({ number: asked.number })],
  [
    "case",
    fileCaseAction,
    () => ({
      ...{ id: uuidv7(), product: filed.product, severity: "question" },
      ...{ subject: "Historian stops", description: "Since Monday." },
    }),
  ],
  ["reply to a case", replyToCaseAction, () => ({ id: uuidv7(), number: filed.number, body: "And since when?" })],
  ["colleague added", addParticipantAction, () => ({ number: filed.number, contact: colleague.id })],
  ["colleague removed", removeParticipantAction, () => ({ number: filed.number, contact: colleague.id })],
  ["case read", markReadAction, () => ({ number: filed.number })],
  ["case closed", closeCaseAction, () => ({ number: filed.number, reason: "solved" })],
  ["password", changePasswordAction, () => ({ currentPassword: PASSWORD, password: OTHER_PASSWORD })],
];

const forbidden = (): Readonly<Record<string, string>> => ({
  ...{ primaryCompanyId: other.id, casesScope: "company", requestsScope: "company", billing: "on", pay: "on" },
  ...{ portalFields: "", contactId: colleague.id, email: "forged@client.example", name: "Somebody Else", closedAt: "" },
});

/** All that administrators alone change, without what a contact has of their own there: the zone, and the password. */
async function locked() {
  const { contacts, passwords, ...rest } = await picture([me.id, colleague.id]);
  return {
    ...rest,
    contacts: contacts.map(({ timeZone, portalFields, updatedAt, ...standing }) => standing),
    passwords: passwords.filter(({ accountId }) => accountId !== me.id),
  };
}

describe("a client's form, sent fields that administrators alone change", () => {
  it.each(FORMS)("is refused with such a field beside its own, and else taken: %s", async (_, action, fields) => {
    const form = await fields();
    const [before, standing] = [await picture([me.id, colleague.id]), await locked()];
    for (const [field, value] of Object.entries(forbidden())) {
      const outcome = await send(action, contactOf(me), { ...form, [field]: value });
      expect(outcome, field).toMatchObject({
        ...{
          kind: "refused",
          result: { fieldErrors: {}, message: expect.stringContaining("This form has changed") },
        },
      });
    }
    expect(await picture([me.id, colleague.id])).toEqual(before);
    expect(await send(action, contactOf(me), form)).toMatchObject({ kind: "redirected" });
    expect(await locked()).toEqual(standing);
  });

  it("has written its own data, after all forms were sent", async () => {
    expect(await rowOf(me)).toMatchObject({
      timeZone: "Europe/Paris",
      portalFields: ["addresses", "phones", "time_zone"],
    });
    expect((await rowOf(colleague)).portalFields).toEqual([]);
  });
});
