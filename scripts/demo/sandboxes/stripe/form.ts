/** Decoded form parameters: texts, and lists and objects of them. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type FormObject = { [key: string]: FormValue };

/**
 * Decodes Stripe's form encoding: `a[b][0][c]=x`, `a[]=x`. An object whose keys are 0, 1, 2 … is a list. Of two values
 * for the same name the last counts. Names that every object inherits (`__proto__`) are ordinary names here.
 */
export function decodeForm(text: string): FormObject {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    if (name !== "") put(root, splitName(name), value);
  }
  return toObject(root);
}

/** `["line_items", 0, "quantity"]` -> `line_items[0][quantity]`. */
export function paramName(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join("");
}

type Branch = Map<string, Branch | string>;

function splitName(name: string): string[] {
  const head = /^[^[]+/.exec(name)?.[0] ?? name;
  const rest = name.slice(head.length);
  if (!/^(\[[^[\]]*\])*$/.test(rest)) return [name];
  return [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? "")];
}

function put(root: Branch, path: string[], value: string): void {
  let branch = root;
  for (const [depth, given] of path.entries()) {
    const key = given === "" && depth > 0 ? String(branch.size) : given;
    if (depth === path.length - 1) {
      branch.set(key, value);
      return;
    }
    const known = branch.get(key);
    const next: Branch = known instanceof Map ? known : new Map();
    branch.set(key, next);
    branch = next;
  }
}

function toObject(branch: Branch): FormObject {
  const entries = [...branch].map(([key, value]) => [key, typeof value === "string" ? value : toValue(value)] as const);
  return Object.fromEntries(entries);
}

function toValue(branch: Branch): FormValue {
  const isList =
    branch.size > 0 && Array.from({ length: branch.size }, (_, index) => String(index)).every((key) => branch.has(key));
  const object = toObject(branch);
  if (!isList) return object;
  return Array.from({ length: branch.size }, (_, index) => object[String(index)] ?? "");
}
