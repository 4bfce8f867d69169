"use server";

import type { Viewer } from "@/db/viewer";
import { defineAction, type PublicContext } from "@/lib/gate/actions/define";
import { changePassword } from "@/lib/gate/auth/change-password";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { keepDevice } from "@/lib/gate/auth/cookies";
import { type Browser, withCurrentPassword, wrongPassword } from "@/lib/gate/auth/current-password";
import { endOtherSessions, endOwnSession } from "@/lib/gate/auth/own-sessions";
import { systemNow } from "@/lib/kit/time";
import { writePreferences } from "@/lib/mail/notices/preferences/service";
import { setStaffTimeZone } from "@/lib/people/settings/staff/service";
import { routes } from "@/lib/routes";
import { askForChange } from "@/lib/threads/requests/changes/service";
import {
  addAddressSchema,
  addPhoneSchema,
  askForChangeSchema,
  changeAddressSchema,
  changePhoneSchema,
  type Done,
  endOthersSchema,
  endSessionSchema,
  passwordSchema,
  preferencesSchema,
  removeAddressSchema,
  removePhoneSchema,
  type Section,
  settingsHref,
  timeZoneSchema,
} from "./schema";
import { addAddress, addPhone, changeAddress, changePhone, removeAddress, removePhone, setTimeZone } from "./service";

/** Back to the page of one's own side, at the section, with what was done. */
function back({ kind }: Viewer, section: Section, done: Done): string {
  return settingsHref(kind === "client" ? routes.settings : routes.staffSettings, section, { done });
}

/** Whose tries to say a password are counted together. */
const browserOf = async ({ brand, headers }: PublicContext): Promise<Browser> => ({
  device: await keepDevice(brand),
  address: clientAddress(headers),
  now: systemNow(),
});

export const addPhoneAction = defineAction({
  name: "settings.add-phone",
  audience: "client",
  input: addPhoneSchema,
  limit: "settingByAccount",
  run: (context, input) => addPhone(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "phone"),
});

export const changePhoneAction = defineAction({
  name: "settings.change-phone",
  audience: "client",
  input: changePhoneSchema,
  limit: "settingByAccount",
  run: (context, input) => changePhone(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "phone"),
});

export const removePhoneAction = defineAction({
  name: "settings.remove-phone",
  audience: "client",
  input: removePhoneSchema,
  limit: "settingByAccount",
  run: (context, input) => removePhone(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "phone"),
});

export const addAddressAction = defineAction({
  name: "settings.add-address",
  audience: "client",
  input: addAddressSchema,
  limit: "settingByAccount",
  run: (context, input) => addAddress(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "address"),
});

export const changeAddressAction = defineAction({
  name: "settings.change-address",
  audience: "client",
  input: changeAddressSchema,
  limit: "settingByAccount",
  run: (context, input) => changeAddress(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "address"),
});

export const removeAddressAction = defineAction({
  name: "settings.remove-address",
  audience: "client",
  input: removeAddressSchema,
  limit: "settingByAccount",
  run: (context, input) => removeAddress(context, input),
  then: (_, __, { viewer }) => back(viewer, "profile", "address"),
});

export const setTimeZoneAction = defineAction({
  name: "settings.set-time-zone",
  audience: "signed-in",
  input: timeZoneSchema,
  limit: "settingByAccount",
  run: ({ viewer, db }, { zone }) =>
    viewer.kind === "staff" ? setStaffTimeZone({ viewer, db }, zone ?? "") : setTimeZone({ viewer, db }, zone ?? null),
  then: (_, __, { viewer }) => back(viewer, "profile", "zone"),
});

export const changePasswordAction = defineAction({
  name: "settings.change-password",
  audience: "account",
  input: passwordSchema,
  run: async (context, input) => changePassword(context.brand, context.signedIn, input, await browserOf(context)),
  then: (_, __, { viewer }) => back(viewer, "password", "password"),
});

export const savePreferencesAction = defineAction({
  name: "settings.save-preferences",
  audience: "signed-in",
  input: preferencesSchema,
  limit: "settingByAccount",
  run: (context, { kinds }) => writePreferences(context, kinds),
  then: (_, __, { viewer }) => back(viewer, "email", "email"),
});

export const endSessionAction = defineAction({
  name: "settings.end-session",
  audience: "account",
  input: endSessionSchema,
  limit: "settingByAccount",
  run: ({ signedIn }, { session }) => endOwnSession(signedIn, session, systemNow()),
  then: (_, { session }, { signedIn, viewer }) =>
    session === signedIn.sessionId ? `${routes.login}?notice=signed-out` : back(viewer, "sessions", "session"),
});

export const endOtherSessionsAction = defineAction({
  name: "settings.end-other-sessions",
  audience: "account",
  input: endOthersSchema,
  limit: "settingByAccount",
  run: ({ signedIn }) => endOtherSessions(signedIn, systemNow()),
  then: (_, __, { viewer }) => back(viewer, "sessions", "sessions"),
});

export const askForChangeAction = defineAction({
  name: "request.change",
  audience: "client",
  input: askForChangeSchema,
  limit: "messageByAccount",
  // Whoever has come by a session alone must not set out to take the account over by its address.
  before: async (entered, { field, currentPassword }) => {
    if (field !== "email") return;
    if (!currentPassword) throw wrongPassword("Enter the password that you have now.");
    await withCurrentPassword(entered.signedIn, currentPassword, await browserOf(entered), async () => undefined);
  },
  run: (context, { currentPassword: _, ...input }) =>
    askForChange({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number }) => `${routes.request(number)}?asked=yes`,
});
