import clsx from "clsx";
import { Day } from "@/components/ui/facts";
import type { EstimateRow } from "@/lib/money/estimates/queries";

/** The last day and the days left to it; in the warning colour when it is near. */
export function ValidUntil({ estimate }: { estimate: Pick<EstimateRow, "expiresOn" | "timeLeft" | "endsSoon"> }) {
  return (
    <>
      <Day value={estimate.expiresOn} />
      {estimate.timeLeft && (
        <span
          className={clsx(
            "text-xs lg:whitespace-nowrap",
            estimate.endsSoon ? "font-semibold text-warning" : "text-muted",
          )}
        >
          {estimate.timeLeft}
        </span>
      )}
    </>
  );
}
