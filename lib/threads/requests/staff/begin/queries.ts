import { and, eq } from "drizzle-orm";
import { agreements, contacts, estimates, invoices } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { together } from "@/lib/kit/together";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { findCompanyHead } from "@/lib/people/companies/staff/queries";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { documentWords, subjectOf } from "@/lib/threads/requests/ask/rules";
import { type Addressees, findUnseeing, listAddressees } from "@/lib/threads/staff/begin/queries";
import type { Unseeing } from "@/lib/threads/staff/begin/rules";
import type { WriteTo } from "./schema";

/** What a request of staff to a contact is about. */
export interface About {
  readonly topic: "message" | "renewal" | "invoice" | "estimate";
  readonly companyId: string;
  /** As the subject of the request begins; empty for no document. */
  readonly subject: string;
}

/** The document that the address or the form names; null for one that the viewer may not see. */
export async function findAbout(
  { viewer, db }: Context<StaffViewer>,
  { agreement, invoice, estimate }: Pick<WriteTo, "agreement" | "invoice" | "estimate">,
): Promise<About | null> {
  if (agreement) {
    const [row] = await db
      .select({ companyId: agreements.companyId, product: agreements.product, endsOn: agreements.endsOn })
      .from(agreements)
      .where(and(visibleAgreements(viewer), eq(agreements.id, agreement)));
    return row
      ? {
          topic: "renewal",
          companyId: row.companyId,
          subject: subjectOf("renewal", { agreement: row, body: "" }),
        }
      : null;
  }
  if (invoice) {
    const [row] = await db
      .select({ companyId: invoices.companyId, number: invoices.number, kind: invoices.kind })
      .from(invoices)
      .where(and(visibleInvoices(viewer), eq(invoices.id, invoice)));
    return row ? { topic: "invoice", companyId: row.companyId, subject: capital(documentWords(row)) } : null;
  }
  if (estimate) {
    const [row] = await db
      .select({ companyId: estimates.companyId, number: estimates.number })
      .from(estimates)
      .where(and(visibleEstimates(viewer), eq(estimates.id, estimate)));
    return row ? { topic: "estimate", companyId: row.companyId, subject: `Estimate ${row.number}` } : null;
  }
  return null;
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase("en-US") + text.slice(1);

/** What the form of a request to a contact offers. */
export interface WriteForm extends Addressees {
  readonly company: { readonly id: string; readonly name: string; readonly brand: string };
  readonly topic: About["topic"];
  readonly subject: string;
  /** The contact whom the address names, if they could see the request; else why not. */
  readonly chosen: string | null;
  readonly refused: { readonly name: string; readonly why: Unseeing } | null;
}

/** The form for what an address names; null where it names nothing that the viewer sees. */
export async function readWriteForm(context: Context<StaffViewer>, wish: WriteTo): Promise<WriteForm | null> {
  const named = wish.agreement ?? wish.invoice ?? wish.estimate;
  const { about, contact } = await together({
    about: named ? findAbout(context, wish) : null,
    contact: wish.contact ? findContact(context, wish.contact) : null,
  });
  if ((named && !about) || (wish.contact && !contact)) return null;
  const companyId = about?.companyId ?? wish.company ?? contact?.companyId ?? null;
  if (!companyId) return null;
  const topic = about?.topic ?? "message";
  const begun = { kind: "request", topic } as const;
  const { company, people } = await together({
    company: findCompanyHead(context, companyId),
    people: listAddressees(context, companyId, begun),
  });
  if (!company) return null;
  const isAble = people.able.some(({ id }) => id === contact?.id);
  const refused =
    contact && !isAble
      ? (people.unable.find(({ id }) => id === contact.id) ??
        (await findUnseeing(context, contact.id, company.id, begun)))
      : null;
  return {
    ...people,
    company: { id: company.id, name: company.name, brand: company.brand },
    ...{ topic, subject: about?.subject ?? "" },
    chosen: isAble ? (contact?.id ?? null) : null,
    refused: refused && { name: refused.name, why: refused.why },
  };
}

async function findContact({ viewer, db }: Context<StaffViewer>, id: string) {
  const [row] = await db
    .select({ id: contacts.id, companyId: contacts.primaryCompanyId })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, id)));
  return row ?? null;
}
