import { describe, expect, it } from "vitest";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { isPayOffered } from "@/lib/money/payments/checkout/policy";
import { clientViewer, createInvoice, createPayment, nobodysId, unique } from "@/tests/support/world";
import { allocationsOf, auditOf, checkoutsOf, house, invoiceById, paymentsOf, refusal, start } from "./support";

describe("a payment that is started", () => {
  it("is stored as its row, its plan and the first attempt, and leaves the invoices as they are", async () => {
    const { company, payer } = await house();
    const one = await createInvoice(company, { totalMinor: 1_248_000 });
    const two = await createInvoice(company, { totalMinor: 70 });
    const paymentId = nobodysId();
    const before = systemNow().epochMilliseconds;
    const started = await start(payer, {
      paymentId,
      of: [
        [two.number, "0.70"],
        [one.number, "$12,000.00"],
      ],
      poNumber: " PO 77 ",
      note: "Line one\r\nline two",
    });
    expect(started).toEqual({
      paymentId,
      reference: expect.stringMatching(/^CP-[0-9A-HJKMNP-TV-Z]{10}$/),
      state: "started",
    });
    expect(await paymentsOf(company)).toMatchObject([
      {
        id: paymentId,
        source: "portal",
        state: "started",
        reference: started.reference,
        amountMinor: 1_200_070,
        unallocatedMinor: 0,
        currency: "USD",
        contactId: payer.id,
        contactName: "Robin Meyer",
        poNumber: "PO 77",
        note: "Line one\nline two",
        externalId: null,
      },
    ]);
    expect(await allocationsOf(company)).toMatchObject([
      { invoiceId: two.id, amountMinor: 70, state: "planned", appliedBy: null },
      { invoiceId: one.id, amountMinor: 1_200_000, state: "planned", appliedBy: null },
    ]);
    const [checkout] = await checkoutsOf(company);
    expect(checkout).toMatchObject({ paymentId, number: 1, state: "preparing", sessionId: null, contactId: payer.id });
    const end = checkout?.expiresAt.getTime() ?? 0;
    expect(end % 1000).toBe(0);
    expect(end - before).toBeGreaterThan(30 * 60_000);
    expect(end - before).toBeLessThanOrEqual(31 * 60_000 + 5_000);
    expect(await auditOf(paymentId)).toMatchObject([
      { action: "payment.started", actorKind: "contact", actorId: payer.id, brand: "cimsoft" },
    ]);
    for (const [invoice, balanceMinor] of [
      [one, 1_248_000],
      [two, 70],
    ] as const) {
      expect(await invoiceById(invoice.id)).toMatchObject({ balanceMinor, pendingMinor: 0, allocatedMinor: 0 });
    }
  });

  it("returns from the checkout to the configured origin of the person's brand, never to a host that the request names", async () => {
    const brand = await brandByKey("cimsoft");
    const over = { otherOrigins: ["https://pay.cimsoft.example"] };
    const cases = [
      ["pay.cimsoft.example", "https://pay.cimsoft.example"],
      ["PAY.cimsoft.example:8443", "https://pay.cimsoft.example"],
      [new URL(brand.origin).host, brand.origin],
      ["evil.test", brand.origin],
    ] as const;
    for (const [host, origin] of cases) {
      const { company, payer } = await house();
      const invoice = await createInvoice(company);
      await start(payer, { of: [[invoice.number, "100"]] }, { brand: over, headers: { "x-forwarded-host": host } });
      expect(await checkoutsOf(company)).toMatchObject([{ returnOrigin: origin }]);
    }
  });
});

it("a started payment keeps its PO number, and with another PO number it is another payment", async () => {
  const { company, payer } = await house();
  const invoice = await createInvoice(company);
  const first = await start(payer, { of: [[invoice.number, "100"]], poNumber: "PO 1" });
  const changed = await refusal(start(payer, { of: [[invoice.number, "100"]], poNumber: "PO 2" }));
  expect(changed).toMatchObject({ code: "CONFLICT", message: expect.stringContaining(first.reference) });
  expect(await start(payer, { of: [[invoice.number, "100"]], poNumber: "PO 1" })).toEqual(first);
  expect(await paymentsOf(company)).toMatchObject([{ poNumber: "PO 1" }]);
});

describe("the amount of a payment that is started", () => {
  it.each([
    ["-1", "above zero"],
    ["0", "above zero"],
    ["0.00", "above zero"],
    ["0.99", "at least $1.00"],
    ["100.01", "at most the balance"],
    ["1.005", "such as"],
    ["", "such as"],
    ["all", "such as"],
    ["1e1", "such as"],
    ["1,00", "such as"],
  ])("of %j is refused beside its field, and nothing is written", async (amount, words) => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const other = await createInvoice(company);
    const refused = await refusal(
      start(payer, {
        of: [
          [other.number, "100.00"],
          [invoice.number, amount],
        ],
      }),
    );
    expect(refused).toMatchObject({ code: "INVALID", field: "amount.1" });
    expect(refused.message).toContain(words);
    expect(await paymentsOf(company)).toEqual([]);
  });

  it("follows the brand's rule: whole balances alone, or a minimum part", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const whole = { brand: { partPayments: false } };
    expect((await refusal(start(payer, { of: [[invoice.number, "99.99"]] }, whole))).message).toContain("as a whole");
    const least = { brand: { minPartPaymentMinor: 2_500 } };
    expect((await refusal(start(payer, { of: [[invoice.number, "24.99"]] }, least))).message).toContain("$25.00");
    expect(await start(payer, { of: [[invoice.number, "25.00"]] }, least)).toMatchObject({ state: "started" });
  });

  it("is checked against the balance read under the lock, not the one that the page showed", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    await createPayment(company, invoice, { amountMinor: 6_000 });
    expect((await refusal(start(payer, { of: [[invoice.number, "100.00"]] }))).message).toContain("$40.00");
    expect(await start(payer, { of: [[invoice.number, "40.00"]] })).toMatchObject({ state: "started" });
  });
});

describe("what one payment may take", () => {
  it("is at least 50 cents and at most 999,999.99 in sum", async () => {
    const { company, payer } = await house();
    const small = await createInvoice(company, { totalMinor: 49 });
    const large = await createInvoice(company, { totalMinor: 99_999_999 });
    expect((await refusal(start(payer, { of: [[small.number, "0.49"]] }))).message).toContain("at least $0.50");
    const over = start(payer, {
      of: [
        [small.number, "0.49"],
        [large.number, "999999.99"],
      ],
    });
    expect((await refusal(over)).message).toContain("at most $999,999.99");
    expect(await start(payer, { of: [[large.number, "999999.99"]] })).toMatchObject({ state: "started" });
  });

  it("is invoices of one currency", async () => {
    const { company, payer } = await house();
    const dollars = await createInvoice(company);
    const euros = await createInvoice(company, { currency: "EUR" });
    const mixed = start(payer, {
      of: [
        [dollars.number, "100"],
        [euros.number, "100"],
      ],
    });
    expect((await refusal(mixed)).message).toContain("USD and EUR");
    expect(await start(payer, { of: [[euros.number, "100"]] })).toMatchObject({ state: "started" });
    expect(await paymentsOf(company)).toMatchObject([{ currency: "EUR", amountMinor: 10_000 }]);
  });

  it("is each invoice once", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const twice = start(payer, {
      of: [
        [invoice.number, "50"],
        [invoice.number, "50"],
      ],
    });
    expect(await refusal(twice)).toMatchObject({ code: "INVALID" });
    expect(await allocationsOf(company)).toEqual([]);
  });
});

describe("an invoice that can't be paid", () => {
  it.each([
    ["void", "is void"],
    ["paid", "no balance"],
    ["a credit note", "credit note"],
    ["processing", "is processing"],
  ])("because it is %s is refused", async (kind, words) => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company, {
      ...(kind === "void" ? { voidedOn: "2026-01-02" } : {}),
      ...(kind === "a credit note" ? { kind: "credit_note" } : {}),
    });
    if (kind === "paid") await createPayment(company, invoice);
    if (kind === "processing") {
      await createPayment(company, invoice, {
        amountMinor: 4_000,
        state: "processing",
        allocation: { state: "pending" },
      });
    }
    const had = (await paymentsOf(company)).length;
    const refused = await refusal(start(payer, { of: [[invoice.number, "10"]] }));
    expect(refused.code).toBe("CONFLICT");
    expect(refused.message).toContain(words);
    expect(await paymentsOf(company)).toHaveLength(had);
  });
});

describe("who can't start a payment", () => {
  const cases: Record<string, (payer: Awaited<ReturnType<typeof house>>) => Promise<Parameters<typeof start>[2]>> = {
    "a contact without pay": async () => ({ viewer: { rights: rights({ pay: false }) } }),
    "a contact without billing": async () => ({ viewer: { rights: rights({ billing: false }) } }),
    "a contact without a company": async () => ({ viewer: { companyId: null } }),
    "a contact of another company": async () => ({ viewer: { companyId: (await house()).company.id } }),
    "a contact of the other brand": async () => ({
      viewer: { brand: "insource" },
      brand: await brandByKey("insource"),
    }),
  };
  it.each(Object.keys(cases))("is %s, to whom the invoice is not found", async (name) => {
    const home = await house();
    const invoice = await createInvoice(home.company);
    const as = await cases[name]?.(home);
    expect(await refusal(start(home.payer, { of: [[invoice.number, "100"]] }, as))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await paymentsOf(home.company)).toEqual([]);
  });

  it("is anybody on a brand without an account at Stripe", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const third = { viewer: { brand: "third" }, brand: { key: "third" } };
    expect(isPayOffered({ ...clientViewer(payer), ...third.viewer })).toBe(false);
    expect(await refusal(start(payer, { of: [[invoice.number, "100"]] }, third))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("is somebody whose choice includes another company's invoice: none of it is paid", async () => {
    const { company, payer } = await house();
    const own = await createInvoice(company);
    const theirs = await createInvoice((await house()).company);
    const mixed = start(payer, {
      of: [
        [own.number, "100"],
        [theirs.number, "100"],
      ],
    });
    expect(await refusal(mixed)).toMatchObject({ code: "NOT_FOUND" });
    const unknown = start(payer, {
      of: [
        [own.number, "100"],
        [unique("INV"), "1"],
      ],
    });
    expect(await refusal(unknown)).toMatchObject({ code: "NOT_FOUND" });
    expect(await paymentsOf(company)).toEqual([]);
  });

  it("leaves the other brand's invoice of the same number alone", async () => {
    const number = unique("INV");
    const home = await house("cimsoft");
    const abroad = await house("insource");
    await createInvoice(home.company, { number });
    const theirs = await createInvoice(abroad.company, { number, totalMinor: 777 });
    await start(abroad.payer, { of: [[number, "7.77"]] });
    expect(await allocationsOf(abroad.company)).toMatchObject([{ invoiceId: theirs.id, amountMinor: 777 }]);
    expect(await paymentsOf(home.company)).toEqual([]);
  });
});

const rights = (over: { billing?: boolean; pay?: boolean }) =>
  ({ billing: true, pay: true, cases: "none", requests: "none", ...over }) as const;
