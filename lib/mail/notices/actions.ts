"use server";

import { asButton, defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { markAllReadSchema } from "./schema";
import { markAllRead } from "./service";

export const markAllReadAction = asButton(
  defineAction({
    name: "notices.read-all",
    audience: "signed-in",
    input: markAllReadSchema,
    limit: "settingByAccount",
    run: (context) => markAllRead(context),
    then: (_value, _input, { viewer }) => (viewer.kind === "client" ? routes.notices : routes.staffNotices),
  }),
);
