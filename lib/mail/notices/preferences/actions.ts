"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { settingsHref } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";
import { preferencesSchema } from "./schema";
import { writePreferences } from "./service";

export const savePreferencesAction = defineAction({
  name: "settings.save-preferences",
  audience: "signed-in",
  input: preferencesSchema,
  limit: "settingByAccount",
  run: (context, { often }) => writePreferences(context, often),
  then: (_, __, { viewer }) =>
    settingsHref(viewer.kind === "client" ? routes.settings : routes.staffSettings, "email", { done: "email" }),
});
