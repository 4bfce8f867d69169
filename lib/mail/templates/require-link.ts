/**
 * The link of a kind that has one. Throws Error if it is missing, because such a mail must never be sent without it.
 */
export function requireLink(link: string | null): string {
  if (!link) throw new Error("This kind of mail needs a link");
  return link;
}
