import { randomBytes } from "node:crypto";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Letters and digits after the prefix, as many as Stripe has for that kind. */
const LENGTHS = {
  cs_test_: 58,
  pi_: 24,
  ch_: 24,
  py_: 24,
  pm_: 24,
  re_: 24,
  dp_: 24,
  evt_: 24,
  req_: 14,
  secret_: 25,
} as const;

export type IdPrefix = keyof typeof LENGTHS;

export function newId(prefix: IdPrefix): string {
  return prefix + Array.from(randomBytes(LENGTHS[prefix]), (byte) => LETTERS[byte % LETTERS.length]).join("");
}
