import { addDays } from "@/lib/kit/time";
import { COLLEAGUES, COMPANIES, phoneNumber, STAFF, STAFF_DOMAIN } from "./cast";
import { ESTIMATE_TITLES } from "./catalog";
import { PORTRAITS, portraitFile } from "./portraits";
import type { Random } from "./random";

type Cells = Record<string, string>;

const dollars = (minor: number) => (minor / 100).toFixed(2);

/** Support agreements: the product, and the coverage that belongs to it. */
const PREMIUM = ["Premium support, around the clock", "around_the_clock"] as const;
const EXTENDED = ["Extended support, two shifts", "extended"] as const;
const STANDARD = ["Standard support, business hours", "chat_hours"] as const;

/**
 * Support agreements as the cast has them, their predecessors of the year before, and some subscriptions and contracts.
 */
export function makeAgreements(random: Random, today: string): Cells[] {
  return COMPANIES.flatMap((company, index) => {
    const agreement = (kind: string, product: string, startsOn: string, endsOn: string, over: Cells = {}) => ({
      brand: company.brand,
      company: company.id,
      ...{ kind, product, starts_on: startsOn, ends_on: endsOn, state: "active" },
      seats: String(random.between(4, 60)),
      value: dollars(random.between(40, 260) * 10_000),
      currency: company.currency,
      coverage: "",
      ...over,
    });
    const rows: Cells[] = [];
    if (company.supportEndsIn !== null) {
      const endsOn = addDays(today, company.supportEndsIn);
      const startsOn = addDays(endsOn, -364);
      const [product, coverage] = index === 1 ? EXTENDED : index % 3 === 0 ? PREMIUM : STANDARD;
      rows.push(agreement("support", product, startsOn, endsOn, { coverage }));
      rows.push(agreement("support", STANDARD[0], addDays(startsOn, -365), addDays(startsOn, -1)));
    }
    const ends = addDays(today, [48, 26, 175, 81, 12, 320][index % 6] ?? 90);
    rows.push(agreement("subscription", "Historian subscription", addDays(ends, -364), ends));
    if (index % 2 === 0) {
      const started = addDays(today, -random.between(40, 300));
      rows.push(agreement("subscription", "Remote monitoring subscription", started, addDays(started, 364)));
    }
    const signed = addDays(today, -random.between(200, 600));
    rows.push(agreement("contract", "Master services agreement", signed, addDays(signed, 3 * 365)));
    if (index % 4 === 1) {
      const over = { state: "cancelled" };
      rows.push(agreement("contract", "Managed patching", addDays(today, -400), addDays(today, -35), over));
    }
    return rows.map((row, number) => ({ ...row, external_id: `AG-${company.id}-${number + 1}` }));
  });
}

/** A few estimates for each company: open, about to end, expired, accepted, declined. */
export function makeEstimates(random: Random, today: string): Cells[] {
  let serial = 8_000;
  return COMPANIES.flatMap((company, index) => {
    const plans: { endsIn: number; state: string }[] = [
      { endsIn: random.between(3, 13), state: "open" },
      { endsIn: random.between(20, 50), state: "open" },
      { endsIn: -random.between(5, 60), state: "open" },
      { endsIn: -random.between(30, 200), state: "accepted" },
      ...(index % 2 === 0 ? [{ endsIn: -random.between(60, 300), state: "declined" }] : []),
      ...(index === 0
        ? [
            { endsIn: 9, state: "open" },
            { endsIn: -120, state: "withdrawn" },
          ]
        : []),
    ];
    return plans.map(({ endsIn, state }, number) => {
      serial += random.between(1, 5);
      const expiresOn = addDays(today, endsIn);
      const sign = company.brand === "cimsoft" ? "CS" : "IS";
      return {
        brand: company.brand,
        external_id: `ES-${sign}-${serial}`,
        company: company.id,
        number: `${sign}-Q${serial}`,
        title: ESTIMATE_TITLES[(index * 5 + number * 3) % ESTIMATE_TITLES.length] ?? ESTIMATE_TITLES[0],
        currency: company.currency,
        total: dollars(random.between(18, 640) * 12_500),
        issued_on: addDays(expiresOn, -60),
        expires_on: expiresOn,
        state,
        // Two of three have an address of their own, on a host that the demo does not use: the brand's address serves all.
        quote_url: number % 3 === 2 ? "" : `https://quotes.${company.brand}.example/q/${serial}`,
      };
    });
  });
}

/** Lines of the estimates: what is delivered, days on site and hours of work, which make the total together. */
export function makeEstimateLines(estimates: readonly Cells[]): Cells[] {
  return estimates.flatMap(({ brand = "", external_id = "", title = "", total = "" }) => {
    const minor = Math.round(Number(total) * 100);
    const hours = Math.max(4, Math.round(minor / 12_500 / 5));
    const days = Math.floor(minor / 125_000 / 4);
    const work = [
      ["Controls engineering, remote, hour", hours, 12_500],
      ["Commissioning on site, day", days, 125_000],
    ] as const;
    const rest = work.reduce((left, [, quantity, price]) => left - quantity * price, minor);
    return [[`${title}: licenses and hardware`, 1, rest] as const, ...work]
      .filter(([, quantity]) => quantity > 0)
      .map(([description, quantity, price], index) => ({
        ...{ brand, estimate: external_id, line: String(index + 1), description },
        ...{ quantity: String(quantity), unit_price: dollars(price), amount: dollars(quantity * price) },
      }));
  });
}

/** The account team of each company: three or four people, some of whom work in the portal. */
export function makeAccountTeam(): Cells[] {
  const roles = [
    { role: "account_manager", person: STAFF[0], hours: "Mon–Fri, 8:00 a.m. – 5:00 p.m. Eastern" },
    { role: "subscription_manager", person: STAFF[1], hours: "Mon–Fri, 9:00 a.m. – 5:00 p.m. Eastern" },
    { role: "support", person: STAFF[2], hours: "Mon–Fri, 8:30 a.m. – 4:30 p.m. Eastern" },
  ] as const;
  return COMPANIES.flatMap((company, index) => {
    const colleague = COLLEAGUES[index % COLLEAGUES.length] ?? COLLEAGUES[0];
    const team = [
      ...roles,
      { role: "sales_engineer", person: colleague, hours: "Mon–Thu, 9:00 a.m. – 4:00 p.m. Eastern" },
    ];
    return team.slice(0, index % 3 === 2 ? 3 : 4).map(({ role, person, hours }, number) => ({
      brand: company.brand,
      external_id: `TM-${company.id}-${number + 1}`,
      company: company.id,
      role,
      name: person.name,
      email: `${person.local}@${STAFF_DOMAIN}`,
      phone: phoneNumber("804", role === "sales_engineer" ? 60 + (index % COLLEAGUES.length) : 40 + number),
      working_hours: hours,
      photo: PORTRAITS.some(({ local }) => local === person.local) ? portraitFile(person.local) : "",
    }));
  });
}
