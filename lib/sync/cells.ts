import { z } from "zod";
import { NO_END } from "@/lib/kit/time";
import { DAY_WORDS, isCalendarDay, isLastDay } from "./days";

/* Types of cells. What an empty cell means is decided when the row is merged with the stored record. */

const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_BREAKS = /[^\P{Cc}\t\r\n]/u;

const given = () => z.string({ error: "The cell is empty." });

/**
 * One line of text as typed. Control characters are refused, because a name must not bring line breaks into a mail
 * header.
 */
export const line = (max = 200) =>
  given()
    .max(max, `The text is longer than ${max} characters.`)
    .refine((text) => !CONTROL.test(text), "The text holds a line break or another control character.");

/** Text of several lines. */
export const paragraph = (max = 2_000) =>
  given()
    .max(max, `The text is longer than ${max} characters.`)
    .refine((text) => !CONTROL_BUT_BREAKS.test(text), "The text holds a control character.");

/** The name of a file in the folder of the import. It cannot lead to another folder. */
export const fileName = () =>
  line(200).refine(
    (name) => !/[/\\]/.test(name) && !name.startsWith("."),
    "This is not the name of a file in this folder.",
  );

/** A key of the ERP. */
export const key = () => line(100);

export const email = () =>
  given()
    .max(254, "The address is longer than 254 characters.")
    .toLowerCase()
    .pipe(z.email("This is not a mail address."));

/** A calendar day, `YYYY-MM-DD`. */
export const day = () => given().refine(isCalendarDay, `This is not a date written ${DAY_WORDS}.`);

/** The last day of a term; NO_END if the term has no end. */
export const lastDay = () =>
  given().refine(isLastDay, `This is not a date written ${DAY_WORDS}, or ${NO_END} for no end.`);

export const yesNo = () =>
  given()
    .toLowerCase()
    .pipe(z.enum(["yes", "no"], "Write yes or no."))
    .transform((text) => text === "yes");

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  given()
    .toLowerCase()
    .pipe(z.enum(values, `Write one of: ${values.join(", ")}.`));

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

/** ISO 4217 code that the platform knows. */
export const currency = () =>
  given()
    .toUpperCase()
    .refine((code) => CURRENCIES.has(code), "This is not an ISO 4217 currency code.");

/** A decimal as text. `toMinor` converts it to minor units once the currency is known. */
export const amount = () =>
  given()
    .max(30, "The number is longer than 30 characters.")
    .regex(/^-?\d+(\.\d+)?$/, "This is not a decimal number such as 1234.50.");

/** A quantity with at most four decimals. */
export const quantity = () =>
  given().regex(/^-?\d{1,10}(\.\d{1,4})?$/, "This is not a decimal number with at most four decimals.");

export const wholeNumber = (min: number, max: number) =>
  given()
    .regex(/^\d{1,9}$/, "This is not a whole number.")
    .transform(Number)
    .refine((number) => number >= min && number <= max, `The number is not between ${min} and ${max}.`);

/** An IANA time zone that the platform knows. */
export const timeZone = () => given().refine(isTimeZone, "This is not a time zone such as America/New_York.");

function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "" && /[/]|^UTC$/.test(name)
    );
  } catch {
    return false;
  }
}

/**
 * A web address to which a client is sent. Only https is accepted: other addresses could run scripts in the page or be
 * read on their way.
 */
export const webAddress = () =>
  given().max(2_000, "The address is longer than 2000 characters.").refine(isHttps, "This is not an https:// address.");

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** Mail domains, separated by spaces, commas or semicolons. */
export const mailDomains = () =>
  given()
    .toLowerCase()
    .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
    .refine((domains) => domains.every((domain) => /^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(domain)), {
      error: "This is not a list of mail domains such as example.com; example.org.",
    });
