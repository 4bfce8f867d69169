import { and, eq, inArray, or } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import {
  accountTeamMembers,
  agreements,
  brandHolidays,
  companies,
  contacts,
  contentVersions,
  estimates,
  invoices,
  outbox,
  payments,
  portalDecisions,
  staff,
  teamPhotos,
  threads,
} from "@/db/schema";
import type { ContentKind } from "@/db/schema/content-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { visibleMail } from "@/lib/mail/log/policy";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visiblePayments } from "@/lib/money/payments/policy";
import { visibleAccountTeam, visibleTeamPhotos } from "@/lib/people/account-team/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { visiblePortalDecisions } from "@/lib/people/portal-decisions/policy";
import { routes } from "@/lib/routes";
import { visibleActors } from "@/lib/site/audit/policy";
import { isId, recordKindLabel } from "@/lib/site/audit/rules";
import { editedDaysOff } from "@/lib/site/hours/policy";
import { visibleContentVersions } from "@/lib/site/versions/policy";
import { visibleThreads } from "@/lib/threads/policy";

/** A record of a line: its words and its page. */
export interface RecordPlace {
  readonly kind: string;
  readonly id: string | null;
  readonly label: string;
  readonly href: string | null;
  /** The record is not there any more, or not for this viewer. */
  readonly isGone: boolean;
}

interface Found {
  readonly id: string;
  readonly label: string;
  readonly href: string | null;
}

type Looking = Context<StaffViewer>;
type Find = (context: Looking, ids: string[]) => Promise<Found[]>;

const findThreads: Find = async ({ viewer, db }, ids) => {
  const rows = await db
    .select({ id: threads.id, kind: threads.kind, number: threads.number })
    .from(threads)
    .where(and(visibleThreads(viewer), inArray(threads.id, ids)));
  const address = { case: routes.staffCase, request: routes.staffRequest, chat: routes.staffChat };
  return rows.map(({ id, kind, number }) => ({ id, label: number, href: address[kind](number) }));
};

const CONTENT: Readonly<Record<ContentKind, Omit<Found, "id">>> = {
  "home-page": { label: "of the home page", href: routes.staffHomePage },
  faq: { label: "of the FAQ", href: routes.staffFaq },
};

const findContent: Find = async ({ viewer, db }, ids) => {
  const rows = await db
    .select({ id: contentVersions.id, kind: contentVersions.kind })
    .from(contentVersions)
    .where(and(visibleContentVersions(viewer), inArray(contentVersions.id, ids)));
  return rows.map(({ id, kind }) => ({ id, ...CONTENT[kind] }));
};

/** How records of each kind are found by their ids. A kind that is not here has no page of its own. */
const FINDERS: Readonly<Record<string, Find>> = {
  ...{ case: findThreads, request: findThreads, chat: findThreads },
  payment: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: payments.id, label: payments.reference })
      .from(payments)
      .where(and(visiblePayments(viewer), inArray(payments.id, ids)));
    // A payment of the ERP has no reference of the portal.
    return rows.map(({ id, label }) => ({ id, label: label ?? "of the ERP", href: routes.staffPayment(id) }));
  },
  invoice: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: invoices.id, label: invoices.number })
      .from(invoices)
      .where(and(visibleInvoices(viewer), inArray(invoices.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffInvoice(row.id) }));
  },
  estimate: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: estimates.id, label: estimates.number })
      .from(estimates)
      .where(and(visibleEstimates(viewer), inArray(estimates.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffEstimate(row.id) }));
  },
  agreement: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: agreements.id, label: agreements.product })
      .from(agreements)
      .where(and(visibleAgreements(viewer), inArray(agreements.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffRenewalBrief(row.id) }));
  },
  company: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: companies.id, label: companies.name })
      .from(companies)
      .where(and(visibleCompanies(viewer), inArray(companies.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffCompany(row.id) }));
  },
  contact: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: contacts.id, label: contacts.name })
      .from(contacts)
      .where(and(visibleContacts(viewer), inArray(contacts.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffContact(row.id) }));
  },
  staff: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: staff.id, label: staff.name })
      .from(staff)
      .where(and(visibleActors(viewer, staff.id), inArray(staff.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffAccount(row.id) }));
  },
  team_photo: async ({ viewer, db }, ids) => {
    const rows = await db
      .selectDistinct({ id: teamPhotos.id, label: accountTeamMembers.name, staffId: accountTeamMembers.staffId })
      .from(teamPhotos)
      .innerJoin(
        accountTeamMembers,
        and(
          visibleAccountTeam(viewer),
          eq(accountTeamMembers.brand, teamPhotos.brand),
          eq(accountTeamMembers.email, teamPhotos.email),
        ),
      )
      .where(and(visibleTeamPhotos(viewer), inArray(teamPhotos.id, ids)));
    return rows.map(({ staffId, ...row }) => ({
      ...row,
      href: staffId ? routes.staffTeamMember(staffId) : routes.staffTeam,
    }));
  },
  brand_holiday: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: brandHolidays.id, label: brandHolidays.name })
      .from(brandHolidays)
      .where(and(editedDaysOff(viewer), inArray(brandHolidays.id, ids)));
    return rows.map((row) => ({ id: row.id, label: row.label, href: routes.staffHours }));
  },
  mail: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: outbox.id, kind: outbox.kind })
      .from(outbox)
      .where(and(visibleMail(viewer), inArray(outbox.id, ids)));
    return rows.map(({ id, kind }) => ({
      ...{ id, href: routes.staffMailItem(id) },
      label: isMailKind(kind) ? `“${MAIL_KINDS[kind].label}”` : kind,
    }));
  },
  content_version: findContent,
  // Lines from before every kind of content had versions. Those of then kept their ids.
  home_page_version: async (context, ids) =>
    (await findContent(context, ids)).map((one) => ({ ...one, label: "Home page" })),
  portal_decision: async ({ viewer, db }, ids) => {
    const rows = await db
      .select({ id: portalDecisions.id })
      .from(portalDecisions)
      .where(and(visiblePortalDecisions(viewer), inArray(portalDecisions.id, ids)));
    return rows.map((row) => ({ id: row.id, label: "Decision", href: routes.staffDecisions }));
  },
};

interface About {
  readonly entity: string | null;
  readonly entityId: string | null;
}

/** Where the records of these lines are: a function of kind and id. One read for each kind among them. */
export async function readPlaces(context: Looking, rows: readonly About[]) {
  const idsByKind = new Map<string, Set<string>>();
  for (const { entity, entityId } of rows) {
    if (entity === null || entityId === null || !(entity in FINDERS) || !isId(entityId)) continue;
    idsByKind.set(entity, (idsByKind.get(entity) ?? new Set()).add(entityId.toLowerCase()));
  }
  const found = new Map<string, Found>();
  await Promise.all(
    [...idsByKind].map(async ([kind, ids]) => {
      for (const one of (await FINDERS[kind]?.(context, [...ids])) ?? []) found.set(`${kind} ${one.id}`, one);
    }),
  );
  return (kind: string, id: string | null): RecordPlace => {
    const one = id === null ? undefined : found.get(`${kind} ${id.toLowerCase()}`);
    const words = recordKindLabel(kind);
    if (one)
      return { kind, id, label: one.label === words ? words : `${words} ${one.label}`, href: one.href, isGone: false };
    return { kind, id, label: words, href: null, isGone: kind in FINDERS && id !== null };
  };
}

/**
 * Ids of the records that a text means: an id itself, the number of a thread or document, a payment's reference, or the
 * address of a person. The text is returned too, for records whose id is no UUID.
 */
export async function findRecordIds(context: Looking, text: string): Promise<string[]> {
  const typed = text.trim();
  if (isId(typed)) return [typed.toLowerCase()];
  const { viewer, db } = inOneStatement(context);
  const [upper, lower] = [typed.toUpperCase(), typed.toLowerCase()];
  const found = await Promise.all([
    db
      .select({ id: threads.id })
      .from(threads)
      .where(and(visibleThreads(viewer), eq(threads.number, upper))),
    db
      .select({ id: payments.id })
      .from(payments)
      .where(and(visiblePayments(viewer), eq(payments.reference, upper))),
    db
      .select({ id: estimates.id })
      .from(estimates)
      .where(and(visibleEstimates(viewer), or(eq(estimates.number, typed), eq(estimates.number, upper)))),
    db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(visibleContacts(viewer), eq(contacts.email, lower))),
    db
      .select({ id: staff.id })
      .from(staff)
      .where(and(visibleActors(viewer, staff.id), eq(staff.email, lower))),
  ]);
  return [typed, ...found.flat().map(({ id }) => id)];
}
