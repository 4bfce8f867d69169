import { z } from "zod";
import { type AllocationState, PAYMENT_METHODS, type PaymentState } from "@/db/schema/constants";
import * as cell from "../cells";

const RECEIPT_STATES = ["received", "processing", "refunded", "disputed"] as const;
type ReceiptState = (typeof RECEIPT_STATES)[number];

/** The state of the row's allocation, by the state of the row. */
export const ALLOCATION_OF: Record<ReceiptState, AllocationState> = {
  received: "applied",
  processing: "pending",
  refunded: "refunded",
  disputed: "disputed",
};

export const PAYMENT_OF: Record<ReceiptState, PaymentState> = {
  received: "succeeded",
  processing: "processing",
  refunded: "refunded",
  disputed: "disputed",
};

export const paymentSchema = z
  .object({
    brand: cell.key(),
    external_id: cell.key().optional(),
    company: cell.key(),
    received_on: cell.day(),
    currency: cell.currency(),
    amount: cell.amount(),
    invoice: cell.key().optional(),
    allocated_amount: cell.amount().optional(),
    portal_reference: cell.key().optional(),
    method: cell.choice(PAYMENT_METHODS).optional(),
    state: cell.choice(RECEIPT_STATES).optional(),
  })
  .refine((row) => row.external_id !== undefined || row.portal_reference !== undefined, {
    path: ["external_id"],
    error: "A payment needs an external id or a portal reference.",
  });

export type PaymentRow = z.infer<typeof paymentSchema>;
