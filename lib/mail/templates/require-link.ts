/** The link of a kind that has one. Throws Error without it: such a mail must never leave without its link. */
export function requireLink(link: string | null): string {
  if (!link) throw new Error("This kind of mail needs a link");
  return link;
}
