import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { systemNow } from "@/lib/kit/time";

/** Nobody fills in three fields faster than this: a form that comes sooner is held until this time has passed. */
export const FASTEST_PERSON_MS = 2_000;
/** How long a page may stay open before its form is sent. */
export const FORM_LIFE_MS = 24 * 60 * 60 * 1000;
/** Clocks of two processes may differ by this much. */
const SKEW_MS = 60_000;

const systemMilliseconds = () => systemNow().epochMilliseconds;

/** What a token is valid for: one form on the page of one brand. */
interface Form {
  readonly brand: string;
  /** The form's field `id`. */
  readonly id: string;
}

function sign({ brand, id }: Form, issued: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(`connect-form\0${brand}\0${id}\0${issued}`, "utf8").digest();
}

/**
 * The value of the form's hidden field `issued`: the time when the page was made, signed together with the brand and
 * the form id. A request is stored under that id, so a token is good for one request. `now`: system time.
 */
export function issueFormToken(brandKey: string, formId: string, now: number = systemMilliseconds()): string {
  const issued = now.toString(36);
  const signature = sign({ brand: brandKey, id: formId }, issued, env().AUTH_SECRET);
  return `${issued}.${signature.toString("base64url")}`;
}

export type FormCheck =
  /** `waitMs`: how long to hold the form, so that it is no faster than a person. */
  | { readonly verdict: "person"; readonly waitMs: number }
  /** The page stayed open too long. The sender may be a person, so the form tells them. */
  | { readonly verdict: "too-old" }
  /** Nothing is stored, and the answer is the same as for a person. */
  | { readonly verdict: "bot" };

/**
 * Judges a form without any script in the browser. It is a bot's if the field that people never see is filled in, or if
 * the token is missing, forged, or another form's. `now`: system time in milliseconds.
 */
export function checkForm(
  form: Form & { readonly website?: string; readonly issued?: string },
  now: number = systemMilliseconds(),
): FormCheck {
  if (form.website) return { verdict: "bot" };
  const age = tokenAge(form, form.issued ?? "", now);
  if (age === null || age < -SKEW_MS) return { verdict: "bot" };
  if (age > FORM_LIFE_MS) return { verdict: "too-old" };
  return { verdict: "person", waitMs: Math.min(FASTEST_PERSON_MS, Math.max(0, FASTEST_PERSON_MS - age)) };
}

/** Milliseconds since the token was issued; null if we did not issue it for this form. */
function tokenAge(form: Form, token: string, now: number): number | null {
  const [issued, signature, ...rest] = token.split(".");
  if (!issued || !signature || rest.length || token.length > 100 || !/^[0-9a-z]{1,11}$/.test(issued)) return null;
  const given = Buffer.from(signature, "base64url");
  const { AUTH_SECRET, AUTH_SECRET_PREVIOUS } = env();
  const isOurs = [AUTH_SECRET, AUTH_SECRET_PREVIOUS].some((secret) => {
    if (!secret) return false;
    const right = sign(form, issued, secret);
    return given.length === right.length && timingSafeEqual(given, right);
  });
  return isOurs ? now - Number.parseInt(issued, 36) : null;
}
