import { Panel } from "@/components/ui/panel";
import type { OwnDuty } from "@/lib/people/on-call/types";

interface Props {
  duties: readonly OwnDuty[];
  /** Short names of brands by key; with one brand none is said. */
  brands: Readonly<Record<string, string>>;
}

/** When the viewer is on call, on their Overview. */
export function OwnDutyPanel({ duties, brands }: Props) {
  const hasBrands = Object.keys(brands).length > 1;
  return (
    <Panel title="On call">
      <ul className="grid gap-2 text-sm">
        {duties.map(({ brand, isNow, from, until }) => (
          <li key={brand} className="wrap-anywhere">
            {isNow ? (
              <strong className="font-semibold">You are on call until {until}</strong>
            ) : (
              <>
                You are on call next from {from} until {until}
              </>
            )}
            {hasBrands && <span className="text-muted"> for {brands[brand] ?? brand}</span>}.
          </li>
        ))}
      </ul>
    </Panel>
  );
}
