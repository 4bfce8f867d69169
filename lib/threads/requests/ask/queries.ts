import { and, eq } from "drizzle-orm";
import { estimates, invoices } from "@/db/schema";
import type { AgreementKind, InvoiceKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { mayAsk } from "@/lib/gate/rights";
import type { Zoned } from "@/lib/kit/time";
import { businessToday } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listAgreements } from "@/lib/people/agreements/queries";
import type { TwoZones } from "@/lib/threads/answer-clock/rules";
import { expectedAnswer } from "@/lib/threads/requests/queries";
import type { AskedFor, AskedKind } from "@/lib/threads/requests/schema";

/** An agreement that the form offers. `endsOn` is the last day of its term, in the brand's zone. */
export interface AgreementChoice {
  readonly id: string;
  readonly kind: AgreementKind;
  readonly product: string;
  readonly endsOn: string;
  readonly hasEnded: boolean;
}

/** What the form of a new request offers, and what is chosen in it at first. */
export interface RequestForm {
  /**
   * The kind that is chosen at first. It is `message` where the address names a document that the viewer may not open.
   */
  readonly kind: AskedKind;
  readonly team: readonly TeamMember[];
  readonly agreements: readonly AgreementChoice[];
  /**
   * The member and the agreement that are chosen at first; null where the address names none that the viewer can
   * choose.
   */
  readonly member: string | null;
  readonly agreement: string | null;
  /** The document that the request is about, which the viewer may open. */
  readonly invoice: { readonly kind: InvoiceKind; readonly number: string } | null;
  /** Number as printed of the estimate that the request is about, which the viewer may open. */
  readonly estimate: string | null;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  readonly expected: TwoZones;
}

/** Why a contact may not ask, and whom to write to instead. */
export interface RequestsShut {
  readonly why: "no-company" | "no-right";
  readonly team: readonly TeamMember[];
}

/** The form for what an address asks for (`wish`). Ids that the viewer cannot choose count as absent. */
export async function readRequestForm(
  context: Context<ClientViewer>,
  brand: Brand,
  wish: AskedFor,
  local: Zoned,
): Promise<RequestForm | RequestsShut> {
  const { viewer } = context;
  const team = await listAccountTeam(context, viewer.companyId);
  if (!mayAsk(viewer)) return { why: viewer.companyId === null ? "no-company" : "no-right", team };
  const today = businessToday(brand.zone);
  const invoice = wish.kind === "invoice" ? await findInvoice(context, brand.key, wish.invoice) : null;
  const estimate = wish.kind === "estimate" ? await findEstimate(context, brand.key, wish.estimate) : null;
  const isLost = (wish.kind === "invoice" && !invoice) || (wish.kind === "estimate" && !estimate);
  const kind = isLost ? "message" : wish.kind;
  const choices = await listChoices(context, wish.isUpgrade ? "renewal" : kind, today);
  return {
    kind,
    team,
    agreements: choices,
    member: team.find(({ id }) => id === wish.member)?.id ?? null,
    agreement: choices.find(({ id }) => id === wish.agreement)?.id ?? null,
    ...{ invoice, estimate, today },
    expected: await expectedAnswer(context, brand, kind, local),
  };
}

const OF_KIND: Readonly<Partial<Record<AskedKind, readonly AgreementKind[]>>> = {
  subscription: ["subscription", "contract"],
  renewal: ["support", "subscription", "contract"],
  support_agreement: ["support"],
};

/**
 * Agreements that a request of the kind can be about: first those that have not ended, the earliest end first; then
 * those that have ended, the latest end first.
 */
async function listChoices(context: Context<ClientViewer>, kind: AskedKind, today: string): Promise<AgreementChoice[]> {
  const kinds = OF_KIND[kind];
  if (!kinds) return [];
  const choices = (await listAgreements(context, context.viewer.companyId))
    .filter((row) => row.state === "active" && kinds.includes(row.kind))
    .map(({ id, kind, product, endsOn }) => ({ id, kind, product, endsOn, hasEnded: endsOn < today }));
  const running = choices.filter(({ hasEnded }) => !hasEnded);
  return [...running.reverse(), ...choices.filter(({ hasEnded }) => hasEnded)];
}

/** An invoice or credit note that the viewer may see; null for any other. */
async function findInvoice({ viewer, db }: Context<ClientViewer>, brand: string, number: string | null) {
  if (number === null) return null;
  const [row] = await db
    .select({ kind: invoices.kind, number: invoices.number })
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.brand, brand), eq(invoices.number, number)));
  return row ?? null;
}

/** The number of an estimate that the viewer may see; null for any other. */
async function findEstimate({ viewer, db }: Context<ClientViewer>, brand: string, number: string | null) {
  if (number === null) return null;
  const [row] = await db
    .select({ number: estimates.number })
    .from(estimates)
    .where(and(visibleEstimates(viewer), eq(estimates.brand, brand), eq(estimates.number, number)));
  return row?.number ?? null;
}
