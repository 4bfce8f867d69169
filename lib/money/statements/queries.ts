import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { type Ageing, ageingOf } from "@/lib/money/invoices/ageing/rules";
import { creditNow, onItsWay, openNow, openOn } from "@/lib/money/statements/ageing/queries";
import { listMovements, type StoredMovement, sumMovements } from "@/lib/money/statements/movements/queries";
import { findCompany } from "@/lib/people/companies/queries";
import { MOVEMENT_WORDS, type Movement, PAYMENT_BY_WORDS } from "./rules";
import type { StatementRequest } from "./schema";

/** A company's account in one currency over a period: the movements, and what the closing balance is made of. */
export interface Statement {
  readonly companyName: string | null;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** All currencies that the company has a movement in. */
  readonly currencies: readonly string[];
  /** Owed at the start of `from`; negative is in the company's favour. */
  readonly opening: Money;
  readonly charges: Money;
  /** What lowered the balance, without a minus. */
  readonly payments: Money;
  /** Owed at the end of `to`: opening and charges, less payments. */
  readonly closing: Money;
  /** How many movements the period has; `movements` may hold fewer. */
  readonly count: number;
  readonly movements: readonly Movement[];
  /** Open invoices at the end of `to` by days past due. */
  readonly ageing: Ageing;
  /** Credit not yet used at the end of `to`. */
  readonly credit: Money;
  /**
   * Documents and payments that are in already and dated after `to`: the list of today shows them, the statement does
   * not. Always zero for a day that has passed. Closing = ageing's total − credit − this.
   */
  readonly datedLater: Money;
  /** Bank debits that are clearing, which are no movement yet; zero on a statement of a day that has passed. */
  readonly onItsWay: Money;
}

interface Frame {
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** The brand's, for a company that has none of its own yet. */
  readonly currency: string;
  /** Movements to read at most. */
  readonly limit: number;
}

/**
 * The statement of the viewer's company: one snapshot, since a context is one transaction. On today its ageing is the
 * list's own open balances and its credit the ledger's, so it ties to the list to the cent; for a day that has passed
 * both are worked out from what counted then.
 */
export async function readStatement(
  context: Context<ClientViewer>,
  request: StatementRequest,
  frame: Frame,
): Promise<Statement> {
  const sums = await sumMovements(context, request);
  const currencies = sums.map((sum) => sum.currency);
  const currency =
    [request.currency, frame.currency].find((wish) => wish !== null && currencies.includes(wish)) ??
    currencies[0] ??
    frame.currency;
  const sum = sums.find((each) => each.currency === currency);
  const opening = sum?.opening ?? 0;
  const closing = opening + (sum?.charges ?? 0) + (sum?.credits ?? 0);

  const isToday = request.to >= frame.today;
  const open = isToday ? await openNow(context, frame.today) : await openOn(context, request.to);
  const ageing = ageingOf(open.get(currency) ?? [], request.to, currency);
  const credit = isToday ? await creditNow(context, currency) : ageing.total.minor - closing;
  const stored = await listMovements(context, { ...request, currency }, frame.limit);

  return {
    companyName: (await findCompany(context, context.viewer.companyId))?.name ?? null,
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
    onItsWay: money(isToday ? await onItsWay(context, currency) : 0, currency),
  };
}

function withBalances(stored: readonly StoredMovement[], opening: number, currency: string): Movement[] {
  let balance = opening;
  return stored.map((movement) => {
    balance += movement.minor;
    const { id, on, kind, reference, documentNumber, paymentReference } = movement;
    return {
      // A payment and what went back of it share an id.
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
