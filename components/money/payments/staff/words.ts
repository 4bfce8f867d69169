import type { DisputeState, RefundKind } from "@/db/schema/constants";
import type { PaymentSource } from "@/lib/money/payments/staff/schema";

export const SOURCE_WORDS: Record<PaymentSource, string> = { portal: "Portal", erp: "ERP" };

export const REFUND_KIND_WORDS: Record<RefundKind, string> = { refund: "Refund", chargeback: "Lost dispute" };

export const DISPUTE_STATE_WORDS: Record<DisputeState, string> = { open: "Open", won: "Won", lost: "Lost" };
