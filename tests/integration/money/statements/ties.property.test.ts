import fc from "fast-check";
import { expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import { ageingOf } from "@/lib/money/invoices/ageing/rules";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { openNow, openOn } from "@/lib/money/statements/ageing/queries";
import { readStatement } from "@/lib/money/statements/queries";
import { clientViewer, createCompany, createContact } from "@/tests/support/world";
import { arbitraryLedger, DAYS, movementsOf, openOn as openInModel, START, TODAY, write } from "./ledger";

const RUNS = process.env.PORTAL_TEST_LONG ? 1_000 : 60;
const SEED = Number(process.env.PORTAL_TEST_SEED ?? Date.now() % 2_147_483_647);

const sum = (moves: readonly [string, number][], of: (day: string) => boolean) =>
  moves.reduce((total, [day, minor]) => (of(day) ? total + minor : total), 0);

it(`a statement agrees with the list of invoices to the cent, on every ledger and for every period (seed ${SEED}, ${RUNS} runs)`, async () => {
  const day = fc.integer({ min: 0, max: 190 }).map((days) => addDays(START, days));
  await fc.assert(
    fc.asyncProperty(arbitraryLedger, day, day, fc.nat(), async (ledger, one, anyDay, pick) => {
      const company = await createCompany();
      await write(company, ledger);
      const viewer = clientViewer(await createContact(company));
      const frame = { today: TODAY, currency: "USD", limit: 1_000 };
      // Mostly a day with a movement, where a rule that is off by one day shows.
      const busy = movementsOf(ledger).map(([on]) => on);
      const wish = busy[pick % (busy.length + 3)] ?? anyDay;
      const other = wish <= TODAY ? wish : anyDay;
      const [from, split] = one <= other ? [one, other] : [other, one];
      const read = await runAsViewer(viewer, "read", async (context) => ({
        past: await readStatement(context, { from, to: split, currency: null }, frame),
        rest: await readStatement(context, { from: addDays(split, 1), to: TODAY, currency: null }, frame),
        list: await listInvoices(context, parseInvoiceFilters({ status: "open" }), TODAY),
        now: await openNow(context, TODAY),
        openLater: await openOn(context, addDays(START, DAYS)),
      }));
      const { past, rest, list } = read;
      const moves = movementsOf(ledger);

      // The sums equal the model's, and one period begins where the other ends.
      expect(past.opening.minor).toBe(sum(moves, (on) => on < from));
      expect(past.closing.minor).toBe(sum(moves, (on) => on <= split));
      if (split < TODAY) {
        expect(rest.opening).toEqual(past.closing);
        expect(rest.closing.minor).toBe(sum(moves, (on) => on <= TODAY));
        expect(rest.datedLater.minor).toBe(sum(moves, (on) => on > TODAY));
        expect(rest.ageing.total.minor).toBe(list.totals.reduce((total, { balance }) => total + balance.minor, 0));
        expect(rest.ageing.total.minor - rest.credit.minor - rest.datedLater.minor).toBe(rest.closing.minor);
      }

      for (const statement of [past, rest]) {
        const { movements, opening, charges, payments, closing, count } = statement;
        expect(opening.minor + charges.minor - payments.minor).toBe(closing.minor);
        expect(movements).toHaveLength(count);
        expect((movements.at(-1)?.balance ?? opening).minor).toBe(closing.minor);
        expect([...movements].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))).toEqual(movements);
        expect(statement.credit.minor).toBeGreaterThanOrEqual(0);
      }

      // Open amounts of a day that has passed, and the very same rule for a day on which nothing lies ahead.
      if (split < TODAY) {
        const model = openInModel(ledger, split).map((row) => ({ ...row, count: row.minor > 0 ? 1 : 0 }));
        expect(past.ageing).toEqual(ageingOf(model, split, "USD"));
      }
      const asOfNow = ageingOf(read.now.get("USD") ?? [], TODAY, "USD");
      expect(ageingOf(read.openLater.get("USD") ?? [], TODAY, "USD")).toEqual(asOfNow);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);
