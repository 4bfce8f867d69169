import { and, eq } from "drizzle-orm";
import { contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { findCompanyHead } from "@/lib/people/companies/staff/queries";
import { visibleContacts } from "@/lib/people/contacts/policy";
import {
  type ExpectedAnswers,
  expectedAnswers,
  listProducts,
  type SupportedProduct,
} from "@/lib/threads/cases/queries";
import {
  type Addressee,
  type Addressees,
  findUnseeing,
  listAddressees,
  listCaseCompaniesOf,
} from "@/lib/threads/staff/begin/queries";
import type { Unseeing } from "@/lib/threads/staff/begin/rules";
import type { PhonedBy } from "./schema";

/** What the form of a phoned-in case offers. */
export interface PhonedForm {
  readonly brand: Brand;
  readonly company: { readonly id: string; readonly name: string };
  /** The companies that may be chosen, and the contacts: one of the two has a single entry, or none. */
  readonly companies: readonly { readonly id: string; readonly name: string }[];
  readonly callers: readonly Addressee[];
  readonly people: Addressees;
  readonly refused: { readonly name: string; readonly why: Unseeing } | null;
  readonly products: readonly SupportedProduct[];
  readonly answers: Readonly<Record<string, ExpectedAnswers>>;
}

const CASE = { kind: "case", topic: null } as const;

/** The form for what an address names; null where it names nothing that the viewer sees. */
export async function readPhonedForm(
  context: Context<StaffViewer>,
  wish: PhonedBy,
  local: Zoned,
): Promise<PhonedForm | null> {
  const { contact, reached } = await together({
    contact: wish.contact ? findContact(context, wish.contact) : null,
    reached: wish.contact ? listCaseCompaniesOf(context, wish.contact) : [],
  });
  if (wish.contact && !contact) return null;
  const open = contact?.cases === "none" ? [] : reached.filter(({ inForce }) => inForce);
  // The page of a contact names their primary company too: there any company that they reach may be chosen.
  const isTheirs = wish.company === null || wish.company === contact?.companyId;
  const companyId = isTheirs
    ? (open.find(({ id }) => id === contact?.companyId)?.id ?? open[0]?.id ?? wish.company ?? contact?.companyId)
    : wish.company;
  if (!companyId) return null;
  const { company, people } = await together({
    company: findCompanyHead(context, companyId),
    people: listAddressees(context, companyId, CASE),
  });
  if (!company) return null;
  const caller = people.able.find(({ id }) => id === contact?.id);
  const companies = caller && isTheirs ? open.map(({ id, name }) => ({ id, name })) : [company];
  const brand = await brandByKey(company.brand);
  const { refused, products, answers } = await together({
    refused:
      contact && !caller
        ? (people.unable.find(({ id }) => id === contact.id) ?? findUnseeing(context, contact.id, company.id, CASE))
        : null,
    products: listProducts(context, company.brand),
    answers: expectedAnswers(
      context,
      brand,
      companies.map(({ id }) => id),
      local,
    ),
  });
  return {
    ...{ brand, people, products, answers },
    company: { id: company.id, name: company.name },
    companies: companies.map(({ id, name }) => ({ id, name })),
    callers: caller ? [caller] : people.able,
    refused: refused && { name: refused.name, why: refused.why },
  };
}

async function findContact({ viewer, db }: Context<StaffViewer>, id: string) {
  const [row] = await db
    .select({ id: contacts.id, companyId: contacts.primaryCompanyId, cases: contacts.casesScope })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, id)));
  return row ?? null;
}
