import fc from "fast-check";
import { expect, it } from "vitest";
import { essence, expectSound, readLedger } from "./ledger";
import { createLedger, type Facts, look, nextObservation, settle, startPayment } from "./started";
import { type Happening, happening, Story } from "./stripe-story";

const RUNS = process.env.PORTAL_TEST_LONG ? 300 : 10;
const SEED = Number(process.env.PORTAL_TEST_SEED ?? Date.now() % 2_147_483_647);

const TOTALS = [5_000, 10_000, 10_000];
const PLAN = [5_000, 3_333, 10_000];
const AMOUNT = 18_333;

/** A started payment in a ledger of its own, and a snapshot after each step of the story, in order, not yet settled. */
async function looksAt(story: readonly Happening[]) {
  const world = await createLedger(TOTALS);
  const started = await startPayment(world, PLAN);
  const told = new Story(started, AMOUNT);
  const facts: Facts[] = [told.facts()];
  for (const each of story) if (told.happen(each)) facts.push(told.facts());
  const numbers: number[] = [];
  for (const _ of facts) numbers.push(await nextObservation());
  const snapshots = await Promise.all(facts.map((each, index) => look(started, each, numbers[index])));
  return { world, snapshots };
}

/** The ledger after settling the snapshots in this order (by place in the story). */
async function ledgerAfter(story: readonly Happening[], order: readonly number[]) {
  const { world, snapshots } = await looksAt(story);
  for (const place of order) {
    const snapshot = snapshots[place % snapshots.length];
    if (snapshot) await settle(snapshot);
  }
  const rows = await readLedger(world.company.id);
  expectSound(rows);
  return { rows, count: snapshots.length };
}

function permutations(of: readonly number[]): number[][] {
  if (of.length < 2) return [[...of]];
  return of.flatMap((first) => permutations(of.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}

it.each<[string, Happening[]]>([
  ["a card, declined first", [{ do: "decline" }, { do: "pay" }, { do: "refund", share: 40 }]],
  ["a debit that is lost after all", [{ do: "debit" }, { do: "clear" }, { do: "dispute" }, { do: "lose" }]],
  ["a debit that bounces", [{ do: "decline" }, { do: "debit" }, { do: "bounce" }]],
  ["a refund that fails", [{ do: "pay" }, { do: "refund", share: 60 }, { do: "refund-fails", which: 0 }]],
])(
  "the ledger is the same for snapshots in every order, however often: %s",
  async (_, story) => {
    const { rows, count } = await ledgerAfter(story, [story.length]);
    expect(count).toBe(story.length + 1);
    const last = essence(rows);
    const orders = permutations(Array.from({ length: count }, (__, place) => place));
    for (const order of orders) {
      const { rows: now } = await ledgerAfter(story, [...order, ...order.slice(0, 2)]);
      expect(essence(now)).toEqual(last);
    }
  },
  300_000,
);

it(`a payment stands as its newest snapshot says, whichever came before, twice or not at all (seed ${SEED}, ${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 8 }),
      async (story, order) => {
        const { rows, count } = await ledgerAfter(story, order);
        const newest = Math.max(...order.map((place) => place % count));
        const { rows: alone } = await ledgerAfter(story, [newest]);
        expect(essence(rows)).toEqual(essence(alone));
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);
