import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { DocumentStatus } from "@/lib/money/invoices/rules";

const tones: Record<DocumentStatus, Tone> = {
  Open: "info",
  Overdue: "danger",
  "Partly paid": "info",
  Processing: "warning",
  Paid: "success",
  Refunded: "neutral",
  Disputed: "danger",
  Void: "neutral",
  Available: "success",
  "Partly applied": "success",
  Applied: "neutral",
};

/** Status of an invoice or credit note: dot and word. */
export function DocumentStatusDot({ status, plain }: { status: DocumentStatus; plain?: boolean }) {
  return (
    <StatusDot tone={tones[status]} {...(plain ? { plain } : {})}>
      {status}
    </StatusDot>
  );
}
