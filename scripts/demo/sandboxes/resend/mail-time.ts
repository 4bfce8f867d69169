import { html } from "hono/html";
import type { Markup } from "@/scripts/demo/sandboxes/page";

const DAY_AND_TIME = {
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
} as const satisfies Intl.DateTimeFormatOptions;

const formats = {
  short: new Intl.DateTimeFormat("en-US", DAY_AND_TIME),
  full: new Intl.DateTimeFormat("en-US", { ...DAY_AND_TIME, year: "numeric", timeZoneName: "short" }),
};

/** The instant in the machine's zone, exact in the attribute; only the full form names year and zone. */
export function mailTime(iso: string, form: keyof typeof formats): Markup {
  return html`<time datetime="${iso}">${formats[form].format(new Date(iso))}</time>`;
}
