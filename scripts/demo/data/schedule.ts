import type { DemoCompany } from "./cast";
import type { Random } from "./random";

/** State of an invoice at the end; the payments are made from it. */
export type Fate = "paid" | "open" | "partly_paid" | "processing" | "refunded" | "disputed" | "void" | "credited";

type Range = readonly [number, number];

interface Plan {
  readonly fate: Fate;
  /** Days from today to the due day; negative: overdue, or paid long ago. */
  readonly dueIn: number;
  /** A credit note follows that is not applied to any invoice. */
  readonly creditAfter?: boolean;
}

/** Due days that put an open invoice into each bucket of an ageing report. */
const AGEING = { to30: [-30, -1], to60: [-60, -31], to90: [-90, -61], beyond: [-170, -91] } as const;

/**
 * Companies of the two contacts whom people sign in as first, one for each brand: one of their invoices is due today.
 */
const SHOWN_FIRST = ["C-1001", "S-2001"];

/** Invoices of a company over two years, with their state. Keystone, whose contact shows paying, has the most. */
export function schedule(random: Random, company: DemoCompany, index: number): Plan[] {
  const plans = company.id === "C-1001" ? keystone(random, company) : ordinary(random, company, index);
  if (!SHOWN_FIRST.includes(company.id)) return plans;
  return plans.map((plan, place) => (place === 0 ? { ...plan, dueIn: 0 } : plan));
}

function keystone(random: Random, company: DemoCompany): Plan[] {
  const open = (count: number, [low, high]: Range, fate: Fate = "open") =>
    Array.from({ length: count }, (): Plan => ({ fate, dueIn: random.between(low, high) }));
  return [
    ...open(9, [1, company.terms - 1]),
    ...open(6, AGEING.to30),
    ...open(4, AGEING.to60),
    ...open(3, AGEING.to90),
    ...open(2, AGEING.beyond),
    ...open(3, [-20, 20], "partly_paid"),
    ...open(2, [-6, 12], "processing"),
    ...open(1, [-70, -40], "refunded"),
    ...open(1, [-60, -30], "disputed"),
    ...open(2, [-240, -40], "void"),
    ...open(1, [3, 15], "credited"),
    { fate: "paid", dueIn: -35, creditAfter: true },
    ...paid(random, 27),
  ];
}

function ordinary(random: Random, company: DemoCompany, index: number): Plan[] {
  const bucket: Range = AGEING[(["to60", "to90", "beyond"] as const)[index % 3] ?? "to60"];
  const rare = (["processing", "refunded", "disputed", "credited"] as const)[index % 4] ?? "processing";
  const rareDue: Record<typeof rare, Range> = {
    ...{ processing: [-5, 10], refunded: [-80, -30], disputed: [-70, -30], credited: [2, 20] },
  };
  return [
    { fate: "open", dueIn: random.between(2, company.terms - 1) },
    { fate: "open", dueIn: random.between(2, company.terms - 1) },
    { fate: "open", dueIn: random.between(...AGEING.to30) },
    { fate: "open", dueIn: random.between(...bucket) },
    { fate: "partly_paid", dueIn: random.between(-25, 20) },
    { fate: rare, dueIn: random.between(...rareDue[rare]) },
    { fate: "void", dueIn: random.between(-300, -40) },
    { fate: "paid", dueIn: random.between(-60, -20), creditAfter: index % 3 === 0 },
    ...paid(random, 14),
  ];
}

/** Paid invoices over two years, with some in every month. */
function paid(random: Random, count: number): Plan[] {
  const span = 660;
  return Array.from({ length: count }, (_, index): Plan => {
    const from = 25 + Math.floor((span * index) / count);
    return { fate: "paid", dueIn: -(from + random.between(0, Math.floor(span / count) - 1)) };
  });
}
