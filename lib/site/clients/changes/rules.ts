/** Something that happened to a client, in a few words, with what it leads to. */
export interface Change {
  readonly key: string;
  /** `YYYY-MM-DD` in the zone of the brand. */
  readonly day: string;
  readonly words: string;
  /** What the words lead to: the text of the link, and its address. */
  readonly link: { readonly text: string; readonly href: string } | null;
  /** Who did it, where that is known. */
  readonly by: string | null;
}

/** The newest of several lists of changes, each newest first, by day. Of one day, the order of the lists counts. */
export function newest(lists: readonly (readonly Change[])[], limit: number): Change[] {
  return lists
    .flat()
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
    .slice(0, limit);
}

/** `contact.handed-back` -> `Contact handed back` */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[.-]/g, " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
