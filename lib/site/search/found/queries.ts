import { and, eq, inArray } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { companies, contacts, estimates, invoices, resources, threads } from "@/db/schema";
import type { LookKind, ThreadKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { formatMoney, money } from "@/lib/kit/money";
import { businessInstant, formatDay, formatInstant } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import type { Looked } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { visibleResources } from "@/lib/site/library/policy";
import { KIND_LABELS, STATE_LABELS } from "@/lib/site/library/rules";
import type { Hit } from "@/lib/site/search/types";
import { kindOf, statusLabel } from "@/lib/threads/kinds";
import { LISTED_WITH } from "@/lib/threads/looks/rules";
import { visibleThreads } from "@/lib/threads/policy";

/** Kinds that the database finds. */
const FOUND_KINDS = ["case", "invoice", "estimate", "request", "chat", "company", "contact", "resource"] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** A candidate, with how well it fits. */
export interface Found {
  readonly kind: FoundKind;
  readonly id: string;
  readonly fits: number;
}

interface FoundGroup {
  readonly kind: FoundKind;
  /** Those that fit best first, and of those that fit alike the latest. */
  readonly rows: readonly ReadRow[];
  /** How well the first fits. */
  readonly fits: number;
}

/** A row that was read, with what orders it among others that fit alike: a name, or when it was. */
interface ReadRow {
  readonly id: string;
  readonly order: string;
  readonly hit: Hit;
  /** Whose it is and what of them a hit shows; null for what is nobody's, and for a company's own name and place. */
  readonly looked: Looked | null;
}

type Reader = (context: Context, ids: readonly string[], zone: string) => Promise<ReadRow[]>;

const lookedAt = (brand: string, companyId: string | null, kind: LookKind): Looked | null =>
  companyId === null ? null : { brand, companyId, kinds: [kind] };

const parts = (...some: readonly (string | null | undefined)[]) => some.filter(Boolean).join(", ");

/** Reads the candidates under both walls. What the viewer may not see is not there, and is not counted. */
export async function readFound(context: Context, found: readonly Found[], zone: string): Promise<FoundGroup[]> {
  const joined = inOneStatement(context);
  const read = await together(
    Object.fromEntries(
      FOUND_KINDS.map((kind) => {
        const ids = found.filter((one) => one.kind === kind).map(({ id }) => id);
        return [kind, ids.length > 0 ? READERS[kind](joined, ids, zone) : []];
      }),
    ) as Record<FoundKind, ReadRow[] | Promise<ReadRow[]>>,
  );
  const fitsOf = new Map(found.map(({ id, fits }) => [id, fits]));
  return FOUND_KINDS.map((kind) => {
    // Names from A on, all else the latest first.
    const direction = kind === "company" || kind === "contact" ? 1 : -1;
    const best = [...read[kind]].sort(
      (one, other) =>
        (fitsOf.get(other.id) ?? 0) - (fitsOf.get(one.id) ?? 0) ||
        direction * one.order.localeCompare(other.order, "en"),
    );
    return { kind, rows: best, fits: fitsOf.get(best[0]?.id ?? "") ?? 0 };
  });
}

const READERS: Readonly<Record<FoundKind, Reader>> = {
  invoice: readInvoices,
  estimate: readEstimates,
  case: (context, ids, zone) => readThreads(context, "case", ids, zone),
  request: (context, ids, zone) => readThreads(context, "request", ids, zone),
  chat: (context, ids, zone) => readThreads(context, "chat", ids, zone),
  company: readCompanies,
  contact: readContacts,
  resource: readResources,
};

/** The company's name, for staff: a client knows whose it is. */
const nameFor = ({ viewer }: Context, name: string | null) => (viewer.kind === "staff" ? name : null);

async function readInvoices(context: Context, ids: readonly string[]): Promise<ReadRow[]> {
  const { viewer, db } = context;
  const rows = await db
    .select({
      ...{ id: invoices.id, number: invoices.number, kind: invoices.kind, issuedOn: invoices.issuedOn },
      ...{ totalMinor: invoices.totalMinor, currency: invoices.currency, poNumber: invoices.poNumber },
      ...{ company: companies.name, brand: invoices.brand, companyId: invoices.companyId },
    })
    .from(invoices)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, invoices.companyId)))
    .where(and(visibleInvoices(viewer), inArray(invoices.id, [...ids])));
  return rows.map(({ id, number, kind, issuedOn, totalMinor, currency, poNumber, company, brand, companyId }) => ({
    id,
    order: issuedOn,
    looked: lookedAt(brand, companyId, "money"),
    hit: {
      href: viewer.kind === "staff" ? routes.staffInvoice(id) : routes.invoice(number),
      number,
      title: `${kind === "invoice" ? "Invoice" : "Credit note"}, ${formatMoney(money(totalMinor, currency))}`,
      detail: parts(nameFor(context, company), `issued ${formatDay(issuedOn)}`, poNumber && `PO ${poNumber}`),
    },
  }));
}

async function readEstimates(context: Context, ids: readonly string[]): Promise<ReadRow[]> {
  const { viewer, db } = context;
  const rows = await db
    .select({
      ...{ id: estimates.id, number: estimates.number, title: estimates.title, issuedOn: estimates.issuedOn },
      ...{ totalMinor: estimates.totalMinor, currency: estimates.currency, company: companies.name },
      ...{ brand: estimates.brand, companyId: estimates.companyId },
    })
    .from(estimates)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, estimates.companyId)))
    .where(and(visibleEstimates(viewer), inArray(estimates.id, [...ids])));
  return rows.map(({ id, number, title, issuedOn, totalMinor, currency, company, brand, companyId }) => ({
    id,
    order: issuedOn,
    looked: lookedAt(brand, companyId, "money"),
    hit: {
      href: viewer.kind === "staff" ? routes.staffEstimate(id) : routes.estimate(number),
      ...{ number, title },
      detail: parts(
        nameFor(context, company),
        formatMoney(money(totalMinor, currency)),
        `issued ${formatDay(issuedOn)}`,
      ),
    },
  }));
}

async function readThreads(
  context: Context,
  kind: ThreadKind,
  ids: readonly string[],
  zone: string,
): Promise<ReadRow[]> {
  const { viewer, db } = context;
  const rows = await db
    .select({
      ...{ id: threads.id, number: threads.number, subject: threads.subject, status: threads.status },
      ...{ activeAt: threads.activeAt, company: companies.name },
      ...{ brand: threads.brand, companyId: threads.companyId },
    })
    .from(threads)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, threads.companyId)))
    .where(and(visibleThreads(viewer, kind), inArray(threads.id, [...ids])));
  const { clientPath, staffPath } = kindOf(kind);
  return rows.map(({ id, number, subject, status, activeAt, company, brand, companyId }) => ({
    id,
    order: activeAt.toISOString(),
    looked: lookedAt(brand, companyId, LISTED_WITH[kind]),
    hit: {
      href: viewer.kind === "staff" ? staffPath(number) : clientPath(number),
      ...{ number, title: subject },
      detail: parts(
        nameFor(context, company),
        statusLabel(kind, status, viewer.kind),
        formatInstant(businessInstant(activeAt), zone),
      ),
    },
  }));
}

async function readCompanies({ viewer, db }: Context, ids: readonly string[]): Promise<ReadRow[]> {
  const rows = await db
    .select({
      ...{ id: companies.id, name: companies.name, externalId: companies.externalId, city: companies.city },
      closedAt: companies.closedAt,
    })
    .from(companies)
    .where(and(visibleCompanies(viewer), inArray(companies.id, [...ids])));
  return rows.map(({ id, name, externalId, city, closedAt }) => ({
    id,
    order: name,
    looked: null,
    hit: {
      href: routes.staffCompany(id),
      title: name,
      detail: parts(externalId.startsWith("portal:") ? null : externalId, city, closedAt && "closed"),
    },
  }));
}

async function readContacts({ viewer, db }: Context, ids: readonly string[]): Promise<ReadRow[]> {
  const rows = await db
    .select({
      ...{ id: contacts.id, name: contacts.name, email: contacts.email, jobTitle: contacts.jobTitle },
      ...{ company: companies.name, closedAt: contacts.closedAt },
      ...{ brand: contacts.brand, companyId: contacts.primaryCompanyId },
    })
    .from(contacts)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId)))
    .where(and(visibleContacts(viewer), inArray(contacts.id, [...ids])));
  return rows.map(({ id, name, email, jobTitle, company, closedAt, brand, companyId }) => ({
    id,
    order: name,
    looked: lookedAt(brand, companyId, "contacts"),
    hit: {
      href: routes.staffContact(id),
      title: name,
      detail: parts(company, jobTitle, email, closedAt && "closed"),
    },
  }));
}

async function readResources({ viewer, db }: Context, ids: readonly string[]): Promise<ReadRow[]> {
  const rows = await db
    .select({
      ...{ id: resources.id, title: resources.title, kind: resources.kind, product: resources.product },
      ...{ state: resources.state, publishAt: resources.publishAt },
    })
    .from(resources)
    .where(and(visibleResources(viewer), inArray(resources.id, [...ids])));
  return rows.map(({ id, title, kind, product, state, publishAt }) => ({
    id,
    order: publishAt?.toISOString() ?? "",
    looked: null,
    hit: {
      href: viewer.kind === "staff" ? routes.staffResource(id) : routes.resource(id),
      title,
      detail: parts(KIND_LABELS[kind], product, viewer.kind === "staff" ? STATE_LABELS[state] : null),
    },
  }));
}
