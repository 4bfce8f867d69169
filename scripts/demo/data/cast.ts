/*
 * The companies and people of the demo. Names are invented, mail domains end in .example, phone numbers are 555-01xx.
 */

interface DemoContact {
  readonly local: string;
  readonly name: string;
  readonly title: string;
  /** billing, pay, cases, requests */
  readonly rights: readonly ["yes" | "no", "yes" | "no", "none" | "own" | "company", "none" | "own" | "company"];
  readonly relatedTo?: string;
  readonly timeZone?: string;
}

export interface DemoCompany {
  readonly brand: "cimsoft" | "insource";
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly areaCode: string;
  readonly terms: 30 | 45 | 60;
  /** Sales tax on software and hardware, in percent. */
  readonly taxPercent: number;
  readonly currency: "USD" | "CAD";
  readonly country: string;
  readonly poPrefix: string;
  /** Days from today to the end of the support agreement; null: the company never had one. */
  readonly supportEndsIn: number | null;
  readonly people: readonly DemoContact[];
}

const US = { currency: "USD", country: "United States" } as const;
const engineer = ["yes", "no", "company", "own"] as const;
const clerk = ["yes", "yes", "none", "company"] as const;
const manager = ["yes", "yes", "company", "company"] as const;
const operator = ["no", "no", "own", "own"] as const;
const billing = ["yes", "no", "none", "own"] as const;

export const COMPANIES: readonly DemoCompany[] = [
  {
    ...{ brand: "cimsoft", id: "C-1001", name: "Keystone Foods", domain: "keystone.example", ...US },
    ...{ street: "1200 Cannery Road", city: "Lancaster", region: "PA", postalCode: "17603", areaCode: "717" },
    ...{ terms: 30, taxPercent: 6, poPrefix: "45000", supportEndsIn: 214 },
    people: [
      { local: "plant.engineer", name: "Robin Meyer", title: "Plant engineer", rights: engineer, relatedTo: "C-1002" },
      { local: "ap.clerk", name: "Jordan Castillo", title: "Accounts payable clerk", rights: clerk },
      { local: "first.time", name: "Sam Okafor", title: "Purchasing assistant", rights: billing },
      { local: "maintenance", name: "Leslie Brandt", title: "Maintenance planner", rights: operator },
    ],
  },
  {
    ...{ brand: "cimsoft", id: "C-1002", name: "Blue Ridge Bottling", domain: "blueridge.example", ...US },
    ...{ street: "88 Spring Street", city: "Roanoke", region: "VA", postalCode: "24011", areaCode: "540" },
    ...{ terms: 30, taxPercent: 5.3, poPrefix: "BR-", supportEndsIn: 84 },
    people: [
      { local: "controls", name: "Avery Lindholm", title: "Controls engineer", rights: engineer },
      { local: "payables", name: "Morgan Tate", title: "Accounts payable", rights: clerk },
    ],
  },
  {
    ...{ brand: "cimsoft", id: "C-1003", name: "Ridgeline Paper", domain: "ridgeline.example", ...US },
    ...{ street: "4 Mill Pond Way", city: "Bangor", region: "ME", postalCode: "04401", areaCode: "207" },
    ...{ terms: 45, taxPercent: 5.5, poPrefix: "RP", supportEndsIn: null },
    people: [
      { local: "buyer", name: "Casey Thornton", title: "Buyer", rights: billing },
      { local: "mill.manager", name: "Drew Pelletier", title: "Mill manager", rights: manager },
    ],
  },
  {
    ...{ brand: "cimsoft", id: "C-1004", name: "Alder Creek Dairy", domain: "aldercreek.example", ...US },
    ...{ street: "2750 Creamery Lane", city: "Madison", region: "WI", postalCode: "53704", areaCode: "608" },
    ...{ terms: 30, taxPercent: 5.5, poPrefix: "ACD-", supportEndsIn: 22 },
    people: [
      {
        local: "process",
        name: "Harper Nilsen",
        title: "Process engineer",
        rights: engineer,
        timeZone: "America/Chicago",
      },
      { local: "office", name: "Quinn Abbott", title: "Office manager", rights: manager, timeZone: "America/Chicago" },
    ],
  },
  {
    ...{ brand: "cimsoft", id: "C-1005", name: "Summit Chemical", domain: "summitchemical.example" },
    ...{ street: "615 Refinery Row", city: "Sarnia", region: "ON", postalCode: "N7T 7H3", areaCode: "519" },
    ...{ terms: 60, taxPercent: 13, currency: "CAD", country: "Canada", poPrefix: "SC/", supportEndsIn: -41 },
    people: [
      { local: "automation", name: "Rowan McAllister", title: "Automation lead", rights: engineer },
      { local: "finance", name: "Jamie Tremblay", title: "Finance analyst", rights: clerk },
    ],
  },
  {
    ...{ brand: "cimsoft", id: "C-1006", name: "Granite Hill Cement", domain: "granitehill.example", ...US },
    ...{ street: "9 Quarry Access Road", city: "Allentown", region: "PA", postalCode: "18104", areaCode: "610" },
    ...{ terms: 30, taxPercent: 6, poPrefix: "GH", supportEndsIn: 301 },
    people: [{ local: "electrical", name: "Reese Calloway", title: "Electrical supervisor", rights: manager }],
  },
  {
    ...{ brand: "insource", id: "S-2001", name: "Tidewater Power", domain: "tidewater.example", ...US },
    ...{ street: "300 Turbine Drive", city: "Norfolk", region: "VA", postalCode: "23510", areaCode: "757" },
    ...{ terms: 30, taxPercent: 6, poPrefix: "TWP-", supportEndsIn: 143 },
    people: [
      {
        local: "plant.engineer",
        name: "Taylor Brooks",
        title: "Plant engineer",
        rights: engineer,
        relatedTo: "S-2002",
      },
      { local: "accounts", name: "Skyler Vance", title: "Accounts payable", rights: clerk },
    ],
  },
  {
    ...{ brand: "insource", id: "S-2002", name: "Harborview Water", domain: "harborview.example", ...US },
    ...{ street: "41 Reservoir Avenue", city: "Wilmington", region: "NC", postalCode: "28401", areaCode: "910" },
    ...{ terms: 45, taxPercent: 0, poPrefix: "HW", supportEndsIn: 57 },
    people: [
      { local: "manager", name: "Alex Romero", title: "Operations manager", rights: manager },
      { local: "scada", name: "Emerson Pike", title: "SCADA technician", rights: operator },
    ],
  },
  {
    ...{ brand: "insource", id: "S-2003", name: "Palmetto Textiles", domain: "palmetto.example", ...US },
    ...{ street: "77 Loom Street", city: "Greenville", region: "SC", postalCode: "29601", areaCode: "864" },
    ...{ terms: 30, taxPercent: 6, poPrefix: "PT-", supportEndsIn: 27 },
    people: [{ local: "plant.manager", name: "Finley Shaw", title: "Plant manager", rights: manager }],
  },
  {
    ...{ brand: "insource", id: "S-2004", name: "Cape Fear Pulp", domain: "capefear.example", ...US },
    ...{ street: "1500 River Road", city: "Fayetteville", region: "NC", postalCode: "28301", areaCode: "910" },
    ...{ terms: 60, taxPercent: 4.75, poPrefix: "CFP", supportEndsIn: -12 },
    people: [{ local: "reliability", name: "Dakota Hensley", title: "Reliability engineer", rights: engineer }],
  },
  {
    ...{ brand: "insource", id: "S-2005", name: "Lowcountry Gas", domain: "lowcountry.example", ...US },
    ...{ street: "22 Pipeline Court", city: "Charleston", region: "SC", postalCode: "29403", areaCode: "843" },
    ...{ terms: 30, taxPercent: 6, poPrefix: "LG-", supportEndsIn: 88 },
    people: [{ local: "dispatch", name: "Peyton Marsh", title: "Dispatch supervisor", rights: operator }],
  },
  {
    ...{ brand: "insource", id: "S-2006", name: "Piedmont Steel", domain: "piedmont.example", ...US },
    ...{ street: "8 Furnace Road", city: "Greensboro", region: "NC", postalCode: "27401", areaCode: "336" },
    ...{ terms: 45, taxPercent: 4.75, poPrefix: "PS", supportEndsIn: 266 },
    people: [{ local: "it", name: "Sage Whitlock", title: "Plant IT manager", rights: manager }],
  },
];

export const STAFF = [
  { local: "account.manager", name: "Dana Whitfield", title: "Account manager", role: "account_manager" },
  { local: "subscription.manager", name: "Priya Raman", title: "Subscription manager", role: "subscription_manager" },
  { local: "support.agent", name: "Marcus Bell", title: "Technical support engineer", role: "support_agent" },
  { local: "portal.admin", name: "Elena Ortiz", title: "Portal support", role: "administrator" },
  { local: "marketing", name: "Theo Lindqvist", title: "Marketing manager", role: "marketing" },
] as const;

export const STAFF_DOMAIN = "portal.example";

/** People of the account teams who do not work in the portal themselves. */
export const COLLEAGUES = [
  { local: "grace.holloway", name: "Grace Holloway" },
  { local: "owen.fairbanks", name: "Owen Fairbanks" },
  { local: "nina.petrov", name: "Nina Petrov" },
] as const;

/** A phone number from the block reserved for fiction: 555-0100 to 555-0199. */
export function phoneNumber(areaCode: string, last: number): string {
  return `+1 ${areaCode} 555 01${String(last % 100).padStart(2, "0")}`;
}
