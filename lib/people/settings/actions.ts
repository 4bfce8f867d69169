"use server";

import type { Viewer } from "@/db/viewer";
import { defineAction } from "@/lib/gate/actions/define";
import { browserOf } from "@/lib/gate/auth/browser";
import { changePassword } from "@/lib/gate/auth/change-password";
import { endOtherSessions, endOwnSession } from "@/lib/gate/auth/own-sessions";
import { systemNow } from "@/lib/kit/time";
import { setStaffTimeZone } from "@/lib/people/settings/staff/service";
import { routes } from "@/lib/routes";
import {
  addAddressSchema,
  addPhoneSchema,
  changeAddressSchema,
  changePhoneSchema,
  type Done,
  endOthersSchema,
  endSessionSchema,
  passwordSchema,
  removeAddressSchema,
  removePhoneSchema,
  type Section,
  settingsHref,
  timeZoneSchema,
} from "./schema";
import { addAddress, addPhone, changeAddress, changePhone, removeAddress, removePhone, setTimeZone } from "./service";

/** The settings page of the viewer's own side, at the section, with the sentence about what was done. */
function back({ kind }: Viewer, section: Section, done: Done): string {
  return settingsHref(kind === "client" ? routes.settings : routes.staffSettings, section, { done });
}

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
  limit: "settingByAccount",
  run: async (context, input) => changePassword(context.brand, context.signedIn, input, await browserOf(context)),
  then: (_, __, { viewer }) => back(viewer, "password", "password"),
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
