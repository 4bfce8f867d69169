import { AsyncLocalStorage } from "node:async_hooks";

/*
 * The framework's way to the headers of the request that is being answered: it exists inside its server alone. Imports
 * nothing of the portal, because what it stands for is imported by all of it.
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
