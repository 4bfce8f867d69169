/**
 * Amount in minor units of a currency as people read it. Independent of the portal's own code, because it is used to
 * test that.
 */
export function money(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency: currency ?? "usd" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format((amount ?? 0) / 10 ** digits);
}
