/** Header in which proxy.ts tells a page its own path. Overwritten on every request, so a visitor cannot set it. */
export const PATH_HEADER = "x-portal-path";
