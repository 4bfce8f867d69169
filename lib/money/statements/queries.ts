import type { ClientViewer, Context } from "@/db/viewer";
import { money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { ageingOf } from "@/lib/money/invoices/ageing/rules";
import { creditNow, onItsWay, openNow, openOn } from "@/lib/money/statements/ageing/queries";
import { listMovements, type StoredMovement, sumMovements } from "@/lib/money/statements/movements/queries";
import { findCompany } from "@/lib/people/companies/queries";
import { MOVEMENT_WORDS, type Movement, PAYMENT_BY_WORDS, type Statement } from "./rules";
import type { StatementRequest } from "./schema";

interface Frame {
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** The brand's currency, for a company that has no movement yet. */
  readonly currency: string;
  /** The most movements that are read. */
  readonly limit: number;
}

/**
 * The statement of the viewer's company. All parts come from one snapshot, because a context is one transaction. If it
 * ends today, its ageing uses the balances of the invoice list and its credit is the ledger's, so that it agrees with
 * the list to the cent. For a past day both are computed from what counted on that day.
 */
export async function readStatement(
  context: Context<ClientViewer>,
  request: StatementRequest,
  frame: Frame,
): Promise<Statement> {
  const isToday = request.to >= frame.today;
  const { sums, open, company } = await together({
    sums: sumMovements(context, request),
    open: isToday ? openNow(context, frame.today) : openOn(context, request.to),
    company: findCompany(context, context.viewer.companyId),
  });
  const currencies = sums.map((sum) => sum.currency);
  const currency =
    [request.currency, frame.currency].find((wish) => wish !== null && currencies.includes(wish)) ??
    currencies[0] ??
    frame.currency;
  const sum = sums.find((each) => each.currency === currency);
  const opening = sum?.opening ?? 0;
  const closing = opening + (sum?.charges ?? 0) + (sum?.credits ?? 0);

  const ageing = ageingOf(open.get(currency) ?? [], request.to, currency);
  const { credit, stored, waiting } = await together({
    credit: isToday ? creditNow(context, currency) : ageing.total.minor - closing,
    stored: listMovements(context, { ...request, currency }, frame.limit),
    waiting: isToday ? onItsWay(context, currency) : 0,
  });

  return {
    companyName: company?.name ?? null,
    from: request.from,
    to: request.to,
    currency,
    currencies,
    opening: money(opening, currency),
    charges: money(sum?.charges ?? 0, currency),
    payments: money(0 - (sum?.credits ?? 0), currency),
    closing: money(closing, currency),
    count: sum?.count ?? 0,
    movements: withBalances(stored, opening, currency),
    ageing,
    credit: money(credit, currency),
    datedLater: money(isToday ? (sum?.later ?? 0) : 0, currency),
    onItsWay: money(waiting, currency),
  };
}

function withBalances(stored: readonly StoredMovement[], opening: number, currency: string): Movement[] {
  let balance = opening;
  return stored.map((movement) => {
    balance += movement.minor;
    const { id, on, kind, reference, documentNumber, paymentReference } = movement;
    return {
      // A payment and its refund may have the same id.
      key: `${id} ${kind} ${on}`,
      on,
      kind,
      words: wordsOf(movement),
      reference,
      documentNumber,
      paymentReference,
      amount: money(movement.minor, currency),
      balance: money(balance, currency),
    };
  });
}

/** `Invoice`, `Payment by check`, `Payment by card, disputed`. */
function wordsOf({ kind, method, state }: StoredMovement): string {
  if (kind !== "payment") return MOVEMENT_WORDS[kind];
  return `${PAYMENT_BY_WORDS[method ?? "other"]}${state === "disputed" ? ", disputed" : ""}`;
}
