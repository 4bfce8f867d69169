import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DocumentFacts,
  type DocumentStatus,
  documentStatus,
  dueWords,
  INVOICE_STATUSES,
  invoiceStatus,
  payableMoney,
  signedMoney,
} from "./rules";

const TODAY = "2026-11-21";

function facts(over: Partial<DocumentFacts> = {}): DocumentFacts {
  const totalMinor = over.totalMinor ?? 10_000;
  const allocatedMinor = over.allocatedMinor ?? 0;
  const voidedOn = over.voidedOn ?? null;
  return {
    kind: "invoice",
    dueOn: "2026-12-01",
    pendingMinor: 0,
    disputedMinor: 0,
    refundedMinor: 0,
    balanceMinor: voidedOn ? 0 : totalMinor - allocatedMinor,
    ...over,
    totalMinor,
    allocatedMinor,
    voidedOn,
  };
}

describe("the status of an invoice", () => {
  const table: [DocumentStatus, string, Partial<DocumentFacts>][] = [
    ["Open", "nothing paid, due later", {}],
    ["Open", "due today is not overdue", { dueOn: TODAY }],
    ["Overdue", "due yesterday", { dueOn: "2026-11-20" }],
    ["Overdue", "due yesterday, paid in part", { dueOn: "2026-11-20", allocatedMinor: 1 }],
    ["Partly paid", "paid in part, due today", { dueOn: TODAY, allocatedMinor: 9_999 }],
    ["Processing", "a part is on its way", { pendingMinor: 1 }],
    ["Processing", "overdue, with all of it on its way", { dueOn: "2026-01-01", pendingMinor: 10_000 }],
    ["Paid", "paid in full", { allocatedMinor: 10_000 }],
    ["Paid", "paid in full long after the due date", { allocatedMinor: 10_000, dueOn: "2020-01-01" }],
    ["Paid", "paid in full, with money too much on its way", { allocatedMinor: 10_000, pendingMinor: 500 }],
    ["Paid", "a total of nothing", { totalMinor: 0 }],
    ["Refunded", "all that came went back", { refundedMinor: 10_000 }],
    ["Refunded", "refunded stays refunded after the due date", { refundedMinor: 10_000, dueOn: "2020-01-01" }],
    ["Partly paid", "a part went back, a part stayed", { refundedMinor: 4_000, allocatedMinor: 6_000 }],
    ["Paid", "refunded and paid again", { refundedMinor: 10_000, allocatedMinor: 10_000 }],
    ["Disputed", "paid and disputed", { allocatedMinor: 10_000, disputedMinor: 10_000 }],
    [
      "Disputed",
      "disputed in part while more is on its way",
      { allocatedMinor: 10, disputedMinor: 10, pendingMinor: 5 },
    ],
    ["Void", "voided", { voidedOn: "2026-11-01" }],
    ["Void", "voided beats a dispute", { voidedOn: "2026-11-01", disputedMinor: 5 }],
  ];
  it.each(table)("is %s: %s", (status, _why, over) => {
    expect(documentStatus(facts(over), TODAY)).toBe(status);
  });

  it("is one of the eight statuses, and each except Paid, Void and Disputed needs a balance", () => {
    const amount = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(
        fc.record({
          totalMinor: amount,
          allocatedMinor: amount,
          pendingMinor: amount,
          disputedMinor: amount,
          refundedMinor: amount,
        }),
        fc.boolean(),
        fc.integer({ min: -40, max: 40 }),
        (sums, isVoid, days) => {
          const dueOn = new Date(Date.UTC(2026, 10, 21 + days)).toISOString().slice(0, 10);
          const allocatedMinor = Math.min(sums.allocatedMinor, sums.totalMinor);
          const value = facts({ ...sums, allocatedMinor, dueOn, voidedOn: isVoid ? TODAY : null });
          const status = invoiceStatus(value, TODAY);
          expect(INVOICE_STATUSES).toContain(status);
          expect(status === "Void").toBe(isVoid);
          if (["Open", "Overdue", "Partly paid", "Processing", "Refunded"].includes(status)) {
            expect(value.balanceMinor).toBeGreaterThan(0);
          }
          if (status === "Paid") expect(value.balanceMinor).toBe(0);
          if (status === "Overdue") expect(days).toBeLessThan(0);
          if (status === "Open" || status === "Partly paid") expect(days).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe("the status of a credit note", () => {
  const table: [DocumentStatus, Partial<DocumentFacts>][] = [
    ["Available", {}],
    ["Available", { dueOn: "2020-01-01" }],
    ["Partly applied", { allocatedMinor: 1 }],
    ["Applied", { allocatedMinor: 10_000 }],
    ["Void", { voidedOn: TODAY, allocatedMinor: 10_000 }],
  ];
  it.each(table)("is %s for the facts %o", (status, over) => {
    expect(documentStatus(facts({ ...over, kind: "credit_note" }), TODAY)).toBe(status);
  });
});

describe("dueWords", () => {
  const table: [string | null, DocumentStatus, string][] = [
    ["Overdue by 12 days", "Overdue", "2026-11-09"],
    ["Overdue by 1 day", "Overdue", "2026-11-20"],
    ["Due today", "Open", TODAY],
    ["Due tomorrow", "Partly paid", "2026-11-22"],
    ["Due in 5 days", "Open", "2026-11-26"],
    ["12 days past due", "Refunded", "2026-11-09"],
    ["1 day past due", "Refunded", "2026-11-20"],
    [null, "Paid", "2026-11-09"],
    [null, "Void", "2026-11-26"],
    [null, "Processing", "2026-11-26"],
    [null, "Available", "2026-11-26"],
  ];
  it.each(table)("gives %s for the status %s and the due date %s", (words, status, dueOn) => {
    expect(dueWords(status, dueOn, TODAY)).toBe(words);
  });
});

describe("amounts of a credit note", () => {
  it("are negative except zero, and its payable amount is zero", () => {
    expect(signedMoney("credit_note", 500, "USD")).toEqual({ minor: -500, currency: "USD" });
    expect(Object.is(signedMoney("credit_note", 0, "USD").minor, 0)).toBe(true);
    expect(signedMoney("invoice", 500, "USD").minor).toBe(500);
    expect(payableMoney("credit_note", 500, "USD").minor).toBe(0);
    expect(payableMoney("invoice", 500, "USD").minor).toBe(500);
  });
});
