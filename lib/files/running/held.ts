import type { HeldReason, ScanState } from "@/db/schema/constants";
import type { Held } from "./inspect";

/** What a file's row says where no scanner looks at it. */
export function scanWithout(held: Held | null): {
  readonly scan: ScanState;
  readonly heldFor: HeldReason | null;
  readonly heldPart: string | null;
} {
  if (held === null) return { scan: "not_scanned", heldFor: null, heldPart: null };
  return { scan: "held", heldFor: held.reason, heldPart: held.part };
}
