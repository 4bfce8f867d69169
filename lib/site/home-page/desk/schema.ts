import { routes } from "@/lib/routes";

/** Notes that the page shows after a form was sent. */
export const DESK_NOTES = ["published", "restored", "newer"] as const;
export type DeskNote = (typeof DESK_NOTES)[number];

/** The page on which a brand's home page is edited. With a sealed draft it shows a preview of the draft. */
export function homePageDeskHref(brand: string, over: { draft?: string; note?: DeskNote } = {}): string {
  const query = new URLSearchParams({ brand, ...over });
  return `${routes.staffHomePage}?${query}${over.draft ? "#preview" : ""}`;
}
