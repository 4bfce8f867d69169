"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { accountSchema, changeStaffSchema, inviteStaffSchema, staffSessionSchema } from "./schema";
import {
  changeStaff,
  disableStaff,
  enableStaff,
  endStaffSession,
  endStaffSessions,
  inviteStaff,
  mailStaffLink,
} from "./service";

export const inviteStaffAction = defineAction({
  name: "staff.invite",
  audience: "staff",
  input: inviteStaffSchema,
  limit: "settingByAccount",
  run: inviteStaff,
  then: (_, { id }) => `${routes.staffAccount(id)}?saved=invited`,
});

export const changeStaffAction = defineAction({
  name: "staff.change",
  audience: "staff",
  input: changeStaffSchema,
  limit: "settingByAccount",
  run: changeStaff,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=changed`,
});

export const disableStaffAction = defineAction({
  name: "staff.disable",
  audience: "staff",
  input: accountSchema,
  limit: "settingByAccount",
  run: disableStaff,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=disabled`,
});

export const enableStaffAction = defineAction({
  name: "staff.enable",
  audience: "staff",
  input: accountSchema,
  limit: "settingByAccount",
  run: enableStaff,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=enabled`,
});

export const mailStaffLinkAction = defineAction({
  name: "staff.mail-link",
  audience: "staff",
  input: accountSchema,
  limit: "settingByAccount",
  run: mailStaffLink,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=mailed`,
});

export const endStaffSessionAction = defineAction({
  name: "staff.end-session",
  audience: "staff",
  input: staffSessionSchema,
  limit: "settingByAccount",
  run: endStaffSession,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=ended#sessions`,
});

export const endStaffSessionsAction = defineAction({
  name: "staff.end-sessions",
  audience: "staff",
  input: accountSchema,
  limit: "settingByAccount",
  run: endStaffSessions,
  then: (_, { account }) => `${routes.staffAccount(account)}?saved=ended#sessions`,
});
