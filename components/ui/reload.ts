import { routes } from "@/lib/routes";

/*
 * Next loads the whole document where it gets no good answer to a reload of the page's data, or one of another build.
 * What was typed is lost then, and while the portal is away the browser's own error page takes the place of ours. So a
 * reload that nobody asked for looks first whether it will be answered.
 */

/** Pause before a portal that is away is looked for again; up to twice as long, so that not all pages ask at once. */
const AGAIN_MS = 2_000;
/** After which a portal that says nothing counts as away. */
const PATIENCE_MS = 10_000;

/** Fields in which something was typed or chosen, but for those that search or filter. */
const touched = new Set<Element>();
const listeners = new Set<() => void>();
const askers = new Set<() => void>();
let isKept = false;
let asking: Promise<boolean> | undefined;
let isDue = false;

/** Remembers the fields that the person fills, also before scripts ran, until the returned function is called. */
export function watchTouched(): () => void {
  const touch = (field: Element) => {
    if (!field.closest('[role="search"]')) touched.add(field);
  };
  for (const field of document.querySelectorAll<Field>("input, textarea, select")) if (isChanged(field)) touch(field);
  const onInput = ({ target }: Event) => {
    if (target instanceof Element) touch(target);
  };
  document.addEventListener("input", onInput);
  return () => document.removeEventListener("input", onInput);
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Whether a field differs from what the portal sent. */
function isChanged(field: Field): boolean {
  if ("options" in field) {
    const options = [...field.options];
    const sent = options.find((option) => option.defaultSelected) ?? options.find((option) => !option.disabled);
    return field.selectedOptions[0] !== sent;
  }
  if ("checked" in field && (field.type === "checkbox" || field.type === "radio"))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Whether the page is of an older build and stays as it is, because something was begun there. */
export const isKeptOld = () => isKept;

/** Calls `listener` when that changes, until the returned function is called. */
export function onKeptOld(listener: () => void): () => void {
  return joined(listeners, listener);
}

function joined(all: Set<() => void>, listener: () => void): () => void {
  all.add(listener);
  return () => {
    all.delete(listener);
  };
}

/** Asks for the page's data to be reloaded because of news: soon, once for all who ask meanwhile, and one at a time. */
export function reload(): void {
  isDue = true;
  for (const listener of askers) listener();
}

/** Whether a reload was asked for since the last `forgetDue`. */
export const isReloadDue = () => isDue;

export function forgetDue(): void {
  isDue = false;
}

/** Calls `listener` when a reload is asked for, until the returned function is called. */
export function onReloadDue(listener: () => void): () => void {
  return joined(askers, listener);
}

/** Resolves when the portal answers: true if the page's data may be reloaded, false if they must stay. */
export function mayReload(): Promise<boolean> {
  asking ??= untilAnswered().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function untilAnswered(): Promise<boolean> {
  for (;;) {
    // Next finds another page at the address of a refusal than the one it shows, and so loads the document, each time.
    if (document.querySelector("[data-refused]")) return false;
    const build = await servedBuild();
    if (build === document.documentElement.dataset.build) return true;
    if (build !== null) return !keepOld();
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (1 + Math.random())));
  }
}

/** The build that the portal serves now; null while it is away. */
async function servedBuild(): Promise<string | null> {
  try {
    const answer = await fetch(routes.apiBuild, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return null;
    const { build } = (await answer.json()) as { build?: unknown };
    return String(build);
  } catch {
    return null;
  }
}

/** Decides whether this page of an older build stays. One on which nothing was begun is loaded anew. */
function keepOld(): boolean {
  for (const field of touched)
    if (!field.isConnected || ("value" in field && field.value === "")) touched.delete(field);
  if (touched.size === 0) return false;
  isKept = true;
  for (const listener of listeners) listener();
  return true;
}
