import { cookies, headers } from "next/headers";
import { PATH_HEADER } from "@/lib/gate/actions/path-header";
import { routes } from "@/lib/routes";
import { chooseThemeAction } from "@/lib/site/appearance/actions";
import { THEME_COOKIE, themeOf } from "@/lib/site/appearance/rules";
import { ThemeChoice } from "./theme-choice";

/** System, light or dark, for this browser. */
export async function ThemeSwitch() {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <ThemeChoice action={chooseThemeAction} theme={theme} back={(await headers()).get(PATH_HEADER) ?? routes.home} />
  );
}
