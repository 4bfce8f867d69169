import type { HeldReason, ScanState } from "@/db/schema/constants";
import type { Held } from "./inspect";

/** The values of a file's row if there is no scanner. */
export function scanWithout(held: Held | null): {
  readonly scan: ScanState;
  readonly heldFor: HeldReason | null;
  readonly heldPart: string | null;
} {
  if (held === null) return { scan: "not_scanned", heldFor: null, heldPart: null };
  return { scan: "held", heldFor: held.reason, heldPart: held.part };
}
