import type { CompanyField } from "@/db/schema/constants";
import { basis } from "@/lib/people/edits/contacts/rules";

/** The names of a company's fields, as staff read them. */
export const COMPANY_FIELD_LABELS: Readonly<Record<CompanyField, string>> = {
  name: "Name",
  mail_domains: "Mail domains",
  phone: "Phone",
  address: "Address",
};

/** The most contacts of one company that are invited by one press: the next press takes the next ones. */
export const MOST_INVITED = 100;

interface Details {
  readonly name: string;
  readonly phone: string | null;
  readonly mailDomains: readonly string[];
  readonly addressLines: readonly string[];
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

export const basisOfCompany = (company: Details): string =>
  basis([
    company.name,
    company.phone,
    company.mailDomains.join(" "),
    company.addressLines.join("\n"),
    company.city,
    company.region,
    company.postalCode,
    company.country,
  ]);

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The mail domains that somebody typed, each once and in lower case; null if one is no domain. */
export function parseDomains(typed: string): string[] | null {
  const domains = typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^@/, ""))
    .filter(Boolean);
  return domains.every((domain) => DOMAIN.test(domain)) ? [...new Set(domains)] : null;
}
