import { z } from "zod";
import { badRequest, type StripeApiError } from "./errors";
import { type FormObject, type FormValue, paramName } from "./form";

/** Parses the parameters of one call. Throws StripeApiError 400 for the first that Stripe would refuse. */
export function parseParams<S extends z.ZodType>(schema: S, params: FormObject): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw toStripeError(parsed.error.issues, params);
}

/** A refusal with Stripe's code, for `refine` and `transform`. */
export function refuse(context: z.RefinementCtx, message: string, code?: string): never {
  context.addIssue({ code: "custom", message, params: { code } });
  return z.NEVER;
}

export const text = (max: number) =>
  z.string().transform((value, context) => {
    if (value === "") {
      return refuse(
        context,
        "You passed an empty string. We assume empty values are an attempt to unset a parameter; however it cannot be unset. You should remove it from your request or supply a non-empty value.",
        "parameter_invalid_empty",
      );
    }
    if (value.length <= max) return value;
    return refuse(context, `Invalid string: ${value.slice(0, 20)}…; must be at most ${max} characters`);
  });

export const integer = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z.string().transform((value, context) => {
    const code = "parameter_invalid_integer";
    if (!/^-?\d{1,16}$/.test(value)) return refuse(context, `Invalid integer: ${value}`, code);
    const number = Number(value);
    if (number < min) {
      return refuse(context, `Invalid integer: this value must be greater than or equal to ${min}.`, code);
    }
    return number > max ? refuse(context, `Invalid integer: this value must be at most ${max}.`, code) : number;
  });

export const flag = z.enum(["true", "false"]).transform((value) => value === "true");

export const webAddress = z.string().transform((value, context) => {
  // Stripe fills it in later; braces are no part of a URL.
  const filled = value.replaceAll("{CHECKOUT_SESSION_ID}", "cs_test");
  const isAddress = URL.canParse(filled) && /^https?:$/.test(new URL(filled).protocol);
  return isAddress ? value : refuse(context, "Not a valid URL", "url_invalid");
});

export const emailAddress = z
  .string()
  .transform((value, context) =>
    /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(value) && value.length <= 512
      ? value
      : refuse(context, `Invalid email address: ${value}`, "email_invalid"),
  );

/** https://docs.stripe.com/api/metadata */
export const metadata = z.record(z.string(), z.string()).transform((values, context) => {
  const entries = Object.entries(values).filter(([, value]) => value !== "");
  if (entries.length > 50) return refuse(context, "Metadata can have up to 50 keys.");
  for (const [key, value] of entries) {
    if (key.length > 40) return refuse(context, `Metadata keys can be at most 40 characters long: ${key}`);
    if (value.length > 500) return refuse(context, `Metadata values can have up to 500 characters: ${key}`);
  }
  return Object.fromEntries(entries);
});

function toStripeError(issues: readonly z.core.$ZodIssue[], params: FormObject): StripeApiError {
  // Unknown parameters and missing objects are reported before invalid values.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (!issue) return badRequest("Invalid request.");
  const param = paramName(issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const unknown = paramName([...issue.path, issue.keys[0] ?? ""]);
      return badRequest(`Received unknown parameter: ${unknown}`, { code: "parameter_unknown", param: unknown });
    }
    case "invalid_type":
      if (valueAt(params, issue.path) === undefined) {
        return badRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
      }
      return badRequest(`Invalid ${WORDS[issue.expected] ?? issue.expected}`, { param });
    case "invalid_value":
      if (valueAt(params, issue.path) === undefined) {
        return badRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
      }
      return badRequest(`Invalid ${param}: must be one of ${issue.values.join(", ")}`, { param });
    case "custom": {
      const code: unknown = issue.params?.code;
      return badRequest(issue.message, { param, ...(typeof code === "string" ? { code } : {}) });
    }
    default:
      return badRequest(issue.message, { param });
  }
}

const WORDS: Record<string, string> = { object: "object", record: "object", array: "array", string: "string" };

function valueAt(params: FormObject, path: readonly PropertyKey[]): FormValue | undefined {
  let value: FormValue | undefined = params;
  for (const part of path) {
    if (typeof value !== "object") return undefined;
    value = Array.isArray(value) ? value[Number(part)] : Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value;
}
