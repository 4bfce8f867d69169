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

/** For reading alone: what the request's own header says. Sessions are read from the headers in any case. */
export async function cookies(): Promise<{ get(name: string): { value: string } | undefined }> {
  const held = (await headers()).get("cookie") ?? "";
  return {
    get(name) {
      const found = held.split("; ").find((one) => one.startsWith(`${name}=`));
      return found === undefined ? undefined : { value: found.slice(name.length + 1) };
    },
  };
}
