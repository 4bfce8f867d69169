/** Keys that change a closed select without opening it: by them somebody passes options that they do not mean. */
const WALKS = /^(Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|.)$/u;

/** Does this key walk through a select's options? Space and Alt with an arrow open it, so that what follows is meant. */
export function isWalk({ key, altKey }: { readonly key: string; readonly altKey: boolean }): boolean {
  return WALKS.test(key) && key !== " " && !altKey;
}
