import { z } from "zod";
import { addBrand } from "@/db/seed/brands";
import { asSystem } from "@/db/viewer";
import { allowedLink } from "./allowed-link";
import { checkBrandContrast } from "./contrast";
import { isNumberedPattern, NUMBER_IN_ADDRESS, numberedAddress } from "./quotation";

const line = z.string().trim().min(1).max(500);
const accent = z.strictObject({ accent: line, onAccent: line });
const httpsUrl = z.url({ protocol: /^https$/, error: "must be an https address" });

/** Written as the URL parser writes it, so that hosts can be compared as plain text. */
const host = line.refine((text) => URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text, {
  error: "is a host in lower case, with its port if that is not 443, and nothing else",
});

const brandFields = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "takes lower-case letters, digits and -"),
  name: line,
  shortName: line,
  origin: z.string().regex(/^https?:\/\/[^/\s]+$/, "is a scheme and a host, without a path"),
  hosts: z.array(line).default([]),
  zone: line.refine((zone) => {
    try {
      new Intl.DateTimeFormat("en-US", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, "is not an IANA time zone"),
  currency: z.string().regex(/^[A-Z]{3}$/, "is an ISO 4217 code"),
  resetSender: z.email(),
  supportMailbox: z.email(),
  companyAccess: z.enum(["primary", "primary_and_related"]),
  theme: z.strictObject({
    light: accent,
    dark: accent,
    scene: z.enum(["process-plant", "power-grid", "common"]).default("common"),
  }),
  home: z.strictObject({
    headline: line,
    lead: line,
    whyTitle: line,
    why: z.array(line).min(1).max(6),
    connectTitle: line,
    connectText: line,
    upgradeLabel: line,
    upgradeText: line,
    upgradeUrl: httpsUrl,
  }),
  remitTo: z.strictObject({
    name: line,
    lines: z.array(line),
    bank: z.strictObject({ name: line, routing: line, account: line, swift: line.optional() }),
    email: z.email(),
  }),
  partPayments: z.boolean().default(true),
  minPartPaymentMinor: z.int().positive().nullable().default(null),
  invoiceReminders: z.boolean().default(false),
  quotationUrl: line.nullable().default(null),
  quotationHosts: z.array(host).default([]),
  /** Hosts that marketing may lead **Upgrade** to. */
  upgradeHosts: z.array(host).optional(),
  resourceHosts: z.array(host).optional(),
  /** What its clients can file cases about. */
  products: z.array(z.strictObject({ name: line.max(100), versions: z.array(line.max(50)).default([]) })).default([]),
});

/** A brand as an operator writes it down: the fields of the row, and the products that it supports. */
export const brandFileSchema = brandFields.superRefine((brand, context) => {
  const { quotationUrl, home, upgradeHosts } = brand;
  const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (upgradeHosts && allowedLink(home.upgradeUrl, upgradeHosts) === null) {
    refuse(["home", "upgradeUrl"], "is an https address on one of upgradeHosts, without a user in it");
  }
  if (quotationUrl === null) return;
  if (!isNumberedPattern(quotationUrl)) {
    const message = `is an https address with ${NUMBER_IN_ADDRESS} where the estimate's number belongs, behind the host`;
    refuse(["quotationUrl"], message);
  } else if (numberedAddress(brand, "Q-1") === null) {
    refuse(["quotationUrl"], "is an https address on one of quotationHosts, without a user in it");
  }
});

/**
 * Adds a brand with the usual hours and holidays. Returns sentences about what is wrong; empty if the brand was added.
 * A brand that exists already is left as it is, and a sentence says so.
 */
export async function addBrandFrom(json: unknown): Promise<string[]> {
  const parsed = brandFileSchema.safeParse(json);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join(".") || "file"}: ${issue.message}`);
  const faults = checkBrandContrast(parsed.data.theme);
  if (faults.length) return faults;
  const { products, ...brand } = parsed.data;
  const upgradeHosts = brand.upgradeHosts ?? [new URL(brand.home.upgradeUrl).host];
  const resourceHosts = brand.resourceHosts ?? upgradeHosts;
  const added = await asSystem("an operator adds a brand", (db) =>
    addBrand(db, { ...brand, upgradeHosts, resourceHosts }, products),
  );
  return added ? [] : [`key: there is a brand ${parsed.data.key} already; its rows were left as they are`];
}
