import { Temporal } from "temporal-polyfill";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";

/** The day before which looks are shown, from `?before=`; null for the newest, and for what is no day. */
export function parseBefore(raw: RawParameters): string | null {
  const typed = firstParameter(raw, "before");
  if (!typed || !/^\d{4}-\d\d-\d\d$/.test(typed)) return null;
  try {
    return Temporal.PlainDate.from(typed, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

/** The address of the looks before a day; null: the newest. */
export const looksHref = (before: string | null) =>
  `${routes.settingsCompany}${before ? `?${new URLSearchParams({ before })}` : ""}#looked`;
