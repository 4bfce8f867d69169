"use server";

import { cookies } from "next/headers";
import { asButton, defineAction } from "@/lib/gate/actions/define";
import { routes, safeNextPath } from "@/lib/routes";
import { THEME_COOKIE, THEME_LIFE_S } from "./rules";
import { themeSchema } from "./schema";

/** Keeps the choice in the browser's cookie, from which the server renders the next page. */
export const chooseThemeAction = asButton(
  defineAction({
    name: "appearance.choose",
    audience: "public",
    input: themeSchema,
    limit: "inside",
    run: async ({ brand }, { theme, back }) => {
      (await cookies()).set(THEME_COOKIE, theme, { path: "/", sameSite: "lax", maxAge: THEME_LIFE_S });
      return safeNextPath(back, brand.origin) ?? routes.home;
    },
    then: (path) => path,
  }),
);
