import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { providers } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { StripeNotReached } from "@/lib/money/payments/stripe/checkout-errors";
import { checkoutRows, paymentRow, type Stripe, startPayment, startStripe } from "./support";

let stripe: Stripe;
/** Held until it is opened. */
let open = () => {};
let gate: Promise<void> = Promise.resolve();
const shut = () => {
  gate = new Promise((resolve) => {
    open = resolve;
  });
};
beforeAll(async () => {
  stripe = await startStripe({ beforeSessionStored: () => gate });
});
afterAll(() => stripe.close());

it("that is slow: who pays reads that it is kept within ten seconds, and the session is recorded by itself", async () => {
  shut();
  const { id, reference } = await startPayment({});
  const begun = performance.now();
  await expect(openCheckout(id)).rejects.toBeInstanceOf(StripeNotReached);
  expect(performance.now() - begun).toBeLessThan(10_000);
  open();
  await expect.poll(async () => (await checkoutRows(id))[0]?.sessionId).toBeTruthy();
  expect(stripe.requests.list().filter(({ body }) => JSON.stringify(body).includes(reference)).length).toBeGreaterThan(
    0,
  );
  expect(await openCheckout(id)).toContain((await checkoutRows(id))[0]?.sessionId);
  expect(await paymentRow(id)).toMatchObject({ state: "started" });
  await cancelCheckout(id);
}, 40_000);

it("that refuses is known as such, and that it answers again", async () => {
  const standing = async () => {
    const [row] = await asSystem("test look", (db) =>
      db.select().from(providers).where(eq(providers.name, "stripe:cimsoft")),
    );
    return row?.state;
  };
  const { id } = await startPayment({});
  stripe.fault("error-500", 3);
  await openCheckout(id).catch(() => {});
  await expect.poll(standing).toBe("refusing");
  stripe.fault("ok");
  await openCheckout(id);
  await expect.poll(standing).toBe("ok");
}, 40_000);
