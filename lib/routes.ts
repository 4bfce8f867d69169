/** Every address of the portal, built in one place. Paths only: origins come from the brand. */
export const routes = {
  home: "/",
  faq: "/faq",
  connectThanks: "/connect/thanks",
  login: "/login",
  resetPassword: "/reset-password",
  resetPasswordToken: (token: string) => `/reset-password/${encodeURIComponent(token)}`,
  dashboard: "/dashboard",
  invoices: "/invoices",
  invoice: (number: string) => `/invoices/${encodeURIComponent(number)}`,
  staff: "/staff",
} as const;

/**
 * The path to go to after sign-in, or null when the wish is not a plain path of this very site.
 * `//evil`, `/\evil`, `https:x`, control characters and addresses of another origin are refused.
 */
export function safeNextPath(wish: string | null | undefined, origin: string): string | null {
  if (!wish || wish.length > 2000 || !/^\/(?![/\\])/.test(wish) || /[\\\s\p{Cc}]/u.test(wish)) return null;
  let url: URL;
  try {
    url = new URL(wish, origin);
  } catch {
    return null;
  }
  if (url.origin !== new URL(origin).origin) return null;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith("//") ? null : path;
}
