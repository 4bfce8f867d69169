import { z } from "zod";

const account = z.strictObject({
  /** Key of the brand that the account belongs to. */
  brand: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Name of the seller on the hosted page; the brand's key when left out. */
  name: z.string().min(1).optional(),
  secretKey: z.string().regex(/^(sk|rk)_test_\w+$/),
  webhookSecret: z.string().regex(/^whsec_\S+$/),
  /** Address of the account's webhook; nothing is sent when left out. */
  webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export type StripeAccountOptions = z.infer<typeof account>;

const accounts = z
  .array(account)
  .refine((list) => new Set(list.map(({ secretKey }) => secretKey)).size === list.length, {
    error: "two accounts have the same secret key",
  })
  .refine((list) => new Set(list.map(({ brand }) => brand)).size === list.length, {
    error: "two accounts are of the same brand",
  });

/** Throws a ZodError for invalid accounts. */
export function parseAccounts(value: unknown): StripeAccountOptions[] {
  return accounts.parse(value);
}
