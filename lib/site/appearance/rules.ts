/** `system`: what the device says. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/**
 * Holds the choice of a browser, on each brand's host. Neither httpOnly nor Secure: a script may set it without asking
 * the server, and it says nothing about anybody.
 */
export const THEME_COOKIE = "portal-theme";

/** Browsers keep a cookie for 400 days at most. */
export const THEME_LIFE_S = 400 * 24 * 60 * 60;

/** The choice that a cookie holds; `system` for none, or anything else. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
