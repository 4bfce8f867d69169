import clsx from "clsx";
import type { Moment as MomentValue } from "@/lib/kit/list-time";
import { formatMoney, type Money as MoneyValue } from "@/lib/kit/money";
import { formatDay, formatInstant, toInstant } from "@/lib/kit/time";

/** `code` adds the ISO code, for places where currencies mix. */
export function Money({ value, code, className }: { value: MoneyValue; code?: boolean; className?: string }) {
  return <span className={clsx("figures", className)}>{formatMoney(value, code === undefined ? {} : { code })}</span>;
}

/** A calendar day `YYYY-MM-DD`, shown as `Nov 21, 2026`. No zone is applied. */
export function Day({ value, className }: { value: string; className?: string }) {
  return (
    <time dateTime={value} className={clsx("figures", className)}>
      {formatDay(value)}
    </time>
  );
}

/** A time whose words are made already. */
export function Moment({ value: { at, words }, className }: { value: MomentValue; className?: string }) {
  return (
    <time dateTime={at} className={clsx("tabular", className)}>
      {words}
    </time>
  );
}

/** An instant in the viewer's zone, always with the zone's name. */
export function Instant({ value, zone, className }: { value: Date | string; zone: string; className?: string }) {
  return (
    <time dateTime={toInstant(value).toString()} className={clsx("tabular", className)}>
      {formatInstant(value, zone)}
    </time>
  );
}
