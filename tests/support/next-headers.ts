import { AsyncLocalStorage } from "node:async_hooks";

/*
 * Replaces "next/headers", which works only inside Next's server. Imports nothing of the portal, because the whole
 * portal imports the module that this one replaces.
 */
export const requestHeaders = new AsyncLocalStorage<Headers>();

export async function headers(): Promise<Headers> {
  const current = requestHeaders.getStore();
  if (!current) throw new Error("no request is being answered");
  return current;
}

export async function cookies(): Promise<never> {
  throw new Error("a route handler reads its session from the headers");
}
