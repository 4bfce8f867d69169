/** One brand's own account at Stripe. */
export interface StripeAccount {
  readonly secretKey: string;
  /** One secret, or two while a secret is rotated: a webhook may be signed with either. */
  readonly webhookSecrets: readonly string[];
}

const NAME = /^STRIPE_(SECRET_KEY|WEBHOOK_SECRET)_([A-Z][A-Z0-9_]*)$/;

/**
 * Accounts by brand key, from `STRIPE_SECRET_KEY_<BRAND>` and `STRIPE_WEBHOOK_SECRET_<BRAND>` (up to two secrets,
 * separated by a comma). `<BRAND>` is the key in upper case with `_` for `-`. For other variables an empty value means
 * "not set"; here it is a fault, because anybody could sign the webhooks of an account with an empty secret. Each fault
 * is a pair of variable and sentence.
 */
export function readStripeAccounts(source: Readonly<Record<string, string | undefined>>): {
  accounts: Record<string, StripeAccount>;
  faults: [string, string][];
} {
  const faults: [string, string][] = [];
  const keys = new Map<string, string>();
  const secrets = new Map<string, string[]>();
  for (const [name, value] of Object.entries(source)) {
    const [, kind, suffix] = NAME.exec(name) ?? [];
    if (!suffix || value === undefined) continue;
    const brand = suffix.toLowerCase().replaceAll("_", "-");
    if (kind === "SECRET_KEY") {
      if (/^(sk|rk)_(test|live)_\w+$/.test(value)) keys.set(brand, value);
      else faults.push([name, value === "" ? "is empty: unset it, or set the key" : "is not a secret key of Stripe"]);
      continue;
    }
    const list = value.split(",").map((part) => part.trim());
    if (list.length > 2 || list.some((secret) => !/^whsec_\S{8,}$/.test(secret))) {
      faults.push([name, "takes one webhook secret (whsec_…), or two separated by a comma; an empty one is refused"]);
    } else secrets.set(brand, list);
  }
  const named = (kind: string, brand: string) => `STRIPE_${kind}_${brand.toUpperCase().replaceAll("-", "_")}`;
  const accounts: Record<string, StripeAccount> = {};
  for (const brand of new Set([...keys.keys(), ...secrets.keys()])) {
    const secretKey = keys.get(brand);
    const webhookSecrets = secrets.get(brand);
    if (secretKey && webhookSecrets) accounts[brand] = { secretKey, webhookSecrets };
    else if (!secretKey) faults.push([named("SECRET_KEY", brand), "is missing beside its webhook secret"]);
    else faults.push([named("WEBHOOK_SECRET", brand), "is missing beside its secret key"]);
  }
  return { accounts, faults };
}
