import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { day } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

/** The statement that is requested: both days included, `from` never after `to`, `to` never after today. */
export interface StatementRequest {
  readonly from: string;
  readonly to: string;
  /** Null lets readStatement choose: the brand's currency if the company has movements in it. */
  readonly currency: string | null;
}

const parameters = z.object({
  from: day.nullable().catch(null),
  to: day.nullable().catch(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .catch(null),
});

/**
 * Reads the statement that an address asks for. `today` is `YYYY-MM-DD` in the brand's zone. Without days it runs from
 * the first day of the month before last until today. Days in the wrong order are swapped and days in the future become
 * today, so that every address is valid.
 */
export function parseStatementRequest(raw: RawParameters, today: string): StatementRequest {
  const { from, to, currency } = parameters.parse({
    from: firstParameter(raw, "from"),
    to: firstParameter(raw, "to"),
    currency: firstParameter(raw, "currency"),
  });
  const cut = (value: string) => (value > today ? today : value);
  const end = cut(to ?? today);
  const start = cut(from ?? twoMonthsBefore(end));
  return start <= end ? { from: start, to: end, currency } : { from: end, to: start, currency };
}

function twoMonthsBefore(day: string): string {
  return Temporal.PlainDate.from(day).with({ day: 1 }).subtract({ months: 2 }).toString();
}

export interface StatementPreset {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** The periods that people ask for most, none beyond today (`YYYY-MM-DD`). */
export function statementPresets(today: string): readonly StatementPreset[] {
  const now = Temporal.PlainDate.from(today);
  const month = now.with({ day: 1 });
  const quarter = month.with({ month: now.month - ((now.month - 1) % 3) });
  return [
    { label: "This month", from: month.toString(), to: today },
    {
      label: "Last month",
      from: month.subtract({ months: 1 }).toString(),
      to: month.subtract({ days: 1 }).toString(),
    },
    { label: "This quarter", from: quarter.toString(), to: today },
    { label: "This year", from: month.with({ month: 1 }).toString(), to: today },
    { label: "Last 12 months", from: now.subtract({ months: 12 }).add({ days: 1 }).toString(), to: today },
  ];
}

/** The address of a statement as page, PDF or CSV. */
export function statementHref(
  request: StatementRequest,
  form: "statement" | "statementPdf" | "statementCsv" = "statement",
): string {
  const search = new URLSearchParams({ from: request.from, to: request.to });
  if (request.currency) search.set("currency", request.currency);
  return `${routes[form]}?${search.toString()}`;
}
