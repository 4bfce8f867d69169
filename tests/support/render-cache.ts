import { requestHeaders } from "./next-headers";

/*
 * Replaces React's `cache`, which remembers within one render of the server and is a plain call outside one. A test that
 * reads as a render does begins with
 * vi.mock("react", async (original) => ({
 *   ...(await original<object>()),
 *   cache: (await import("@/tests/support/render-cache")).renderCache,
 * })), and replaces next/headers as usual.
 */
const renders = new WeakMap<Headers, Map<unknown, unknown>>();

/** For functions without arguments, as all are that the portal remembers. The headers of a request stand for its render. */
export function renderCache<T>(ask: () => T): () => T {
  return () => {
    const render = requestHeaders.getStore();
    if (!render) return ask();
    const known = renders.get(render) ?? new Map<unknown, unknown>();
    renders.set(render, known);
    if (!known.has(ask)) known.set(ask, ask());
    return known.get(ask) as T;
  };
}
