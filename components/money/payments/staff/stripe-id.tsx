/** An id of Stripe, to be copied into its dashboard: shown whole, broken where it must be. */
export function StripeId({ value }: { value: string }) {
  return <span className="text-xs break-all text-muted select-all">{value}</span>;
}
