/** An id of Stripe in full, wrapped where it does not fit, so that it can be copied into Stripe's dashboard. */
export function StripeId({ value }: { value: string }) {
  return <span className="text-xs break-all text-muted select-all">{value}</span>;
}
