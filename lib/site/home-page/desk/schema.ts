import { routes } from "@/lib/routes";

/** What the page tells after a form has come back to it. */
export const DESK_NOTES = ["published", "restored", "newer"] as const;
export type DeskNote = (typeof DESK_NOTES)[number];

/** The desk of one brand; with a sealed draft it shows the preview of it. */
export function homePageDeskHref(brand: string, over: { draft?: string; note?: DeskNote } = {}): string {
  const query = new URLSearchParams({ brand, ...over });
  return `${routes.staffHomePage}?${query}${over.draft ? "#preview" : ""}`;
}
