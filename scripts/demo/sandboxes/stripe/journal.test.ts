import { appendFileSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "@/tests/support/temporary";
import { intentOf, SESSION, startStripe } from "./test-support";

let folder: string;
let stripe: Awaited<ReturnType<typeof startStripe>>;
const start = async (send?: () => Promise<Response>) => {
  const webhooks = { pausesMs: [], awayPausesMs: [], ...(send ? { send } : {}) };
  stripe = await startStripe({ stripeStateFile: path.join(folder, "stripe.jsonl"), webhooks });
  return stripe;
};
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => stripe.close());

/** Everything that the API returns of both accounts. */
async function everything() {
  const lists = [stripe.cimsoft, stripe.insource].flatMap((account) => [
    account.checkout.sessions.list({ limit: 100 }),
    account.paymentIntents.list({ limit: 100 }),
    account.charges.list({ limit: 100 }),
    account.refunds.list({ limit: 100 }),
    account.disputes.list({ limit: 100 }),
    account.events.list({ limit: 100 }),
  ]);
  const answers = await Promise.all<{ data: object[] }>(lists);
  return answers.map(({ data }) => data);
}

it("objects in every state are restored after a restart", async () => {
  await start();
  const create = () => stripe.cimsoft.checkout.sessions.create(SESSION);
  const pay = async (button: "card" | "decline" | "bank-debit") => {
    const session = await create();
    await stripe.press(session, button);
    return intentOf(await stripe.cimsoft.checkout.sessions.retrieve(session.id));
  };
  await stripe.insource.checkout.sessions.create(SESSION);
  await pay("decline");
  await pay("bank-debit");
  await stripe.control(`payments/${await pay("bank-debit")}/fail`);
  await stripe.control(`payments/${await pay("bank-debit")}/settle`);
  await stripe.control(`payments/${await pay("card")}/refund`, { amount: 100 });
  await stripe.control(`payments/${await pay("card")}/dispute`);
  const bounced = await pay("card");
  await stripe.control(`payments/${bounced}/refund`);
  await stripe.control(`payments/${bounced}/fail-refund`);
  const expired = await create();
  await stripe.press(expired, "decline");
  await stripe.cimsoft.checkout.sessions.expire(expired.id);
  await stripe.types();
  const before = await everything();
  expect(before.map((list) => list.length)).toEqual([8, 8, 8, 2, 1, expect.any(Number), 1, 0, 0, 0, 0, 0]);

  await stripe.close();
  await start();
  expect(await everything()).toEqual(before);
  expect(await stripe.types()).toEqual([]);
});

it("a checkout continues after a restart, and its idempotency key is still known", async () => {
  await start();
  const key = { idempotencyKey: "payment:1:1" };
  const session = await stripe.cimsoft.checkout.sessions.create(SESSION, key);
  await stripe.close();
  await start();
  const again = await stripe.cimsoft.checkout.sessions.create(SESSION, key);
  expect(again.id).toBe(session.id);
  expect(await (await fetch(`${stripe.sandbox.url}/checkout/${session.id}`)).text()).toContain("Invoice INV-1001");
  await stripe.press(session, "card");
  const paid = await stripe.cimsoft.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
  expect(paid).toMatchObject({
    payment_status: "paid",
    payment_intent: { metadata: SESSION.payment_intent_data.metadata },
  });
});

it("undelivered events are delivered once after a restart", async () => {
  await start(() => Promise.reject(new Error("away")));
  const session = await stripe.cimsoft.checkout.sessions.create(SESSION);
  await stripe.press(session, "card");
  await stripe.types();
  await stripe.close();
  await start();
  const types = await stripe.types();
  expect(types).toHaveLength(4);
  expect(types.at(-1)).toBe("checkout.session.completed");
  await stripe.close();
  await start();
  expect(await stripe.types()).toEqual([]);
});

it("an incomplete last line is ignored, and other users cannot read the file", async () => {
  await start();
  await stripe.cimsoft.checkout.sessions.create(SESSION);
  await stripe.close();
  const file = path.join(folder, "stripe.jsonl");
  appendFileSync(file, '{"brand":"cimsoft","kind":"session","obj');
  await start();
  await stripe.cimsoft.checkout.sessions.create(SESSION);
  await stripe.close();
  await start();
  expect((await stripe.cimsoft.checkout.sessions.list()).data).toHaveLength(2);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).not.toMatch(/sk_test_|whsec_/);
});
