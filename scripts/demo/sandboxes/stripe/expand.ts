import type { StripeAccount } from "./account";
import { badRequest } from "./errors";

type Json = Record<string, unknown>;

/** Which names of an object stand for another object, and where that one is. */
const RELATIONS: Record<string, Record<string, (account: StripeAccount, id: string) => object | undefined>> = {
  "checkout.session": { payment_intent: (account, id) => account.intents.get(id) },
  payment_intent: { latest_charge: (account, id) => account.charges.get(id) },
  charge: { payment_intent: (account, id) => account.intents.get(id) },
  refund: {
    charge: (account, id) => account.charges.get(id),
    payment_intent: (account, id) => account.intents.get(id),
  },
  dispute: {
    charge: (account, id) => account.charges.get(id),
    payment_intent: (account, id) => account.intents.get(id),
  },
};

/**
 * A copy of the object with the objects of these paths put in, e.g. `payment_intent.latest_charge`. Throws
 * StripeApiError 400 for a path that cannot be expanded, whether or not there is anything to put in.
 */
export function expand(account: StripeAccount, object: { object: string }, paths: readonly string[]): object {
  const copy: Json & { object: string } = structuredClone(object) as Json & { object: string };
  for (const path of paths) {
    const names = path.split(".");
    if (names.length > 4) throw badRequest("You cannot expand more than 4 levels of a property.", { param: "expand" });
    put(account, copy, object.object, names, path);
  }
  return copy;
}

/** Throws like `expand`, before there is an object of that kind. */
export function checkPaths(account: StripeAccount, kind: string, paths: readonly string[]): void {
  expand(account, { object: kind }, paths);
}

function put(account: StripeAccount, target: Json | null, kind: string, names: readonly string[], path: string): void {
  const [name = "", ...rest] = names;
  const look = Object.hasOwn(RELATIONS[kind] ?? {}, name) ? RELATIONS[kind]?.[name] : undefined;
  if (!look) throw badRequest(`This property cannot be expanded (${path}).`, { param: "expand" });
  const value = target?.[name];
  const related = typeof value === "string" ? look(account, value) : undefined;
  if (target && related) target[name] = structuredClone(related);
  if (rest.length > 0) {
    const child = target?.[name];
    put(account, typeof child === "object" ? (child as Json | null) : null, KINDS[name] ?? "", rest, path);
  }
}

const KINDS: Record<string, string> = { payment_intent: "payment_intent", latest_charge: "charge", charge: "charge" };
