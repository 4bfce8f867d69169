import { type CountryCode, getCountries, parsePhoneNumberFromString } from "libphonenumber-js/max";

const FALLBACK: CountryCode = "US";

/** Country codes by English name and by code, in lower case, because a company's country is free text. */
const countries = new Map<string, CountryCode>();
const names = new Intl.DisplayNames("en", { type: "region" });
for (const code of getCountries()) {
  countries.set(code.toLowerCase(), code);
  countries.set((names.of(code) ?? code).toLowerCase(), code);
}
countries.set("usa", "US").set("united states of america", "US").set("great britain", "GB");

/** The country for numbers without a `+`: the company's country or, if it is unknown, the United States. */
export function phoneCountry(country: string | null): CountryCode {
  return countries.get(country?.trim().toLowerCase() ?? "") ?? FALLBACK;
}

/**
 * A number as it is stored: E.164, with the extension as RFC 3966 writes it (`+17175550101;ext=12`). Null for a text
 * that is no valid phone number.
 */
export function parsePhone(typed: string, country: CountryCode): string | null {
  const number = parsePhoneNumberFromString(typed.trim(), { defaultCountry: country, extract: false });
  if (!number?.isValid()) return null;
  return number.ext ? `${number.number};ext=${number.ext}` : number.number;
}

/** `+1 717 555 0101 ext. 12`. An invalid number, which imports may contain, is shown as it is stored. */
export function formatPhone(stored: string): string {
  const number = parsePhoneNumberFromString(stored, { defaultCountry: FALLBACK, extract: false });
  return number?.isValid() ? number.formatInternational() : stored;
}
