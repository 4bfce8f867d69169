import { Panel } from "@/components/ui/panel";
import type { OwnDuty } from "@/lib/people/on-call/types";

interface Props {
  duties: readonly OwnDuty[];
  /** Short names of brands by key; with one brand none is said. */
  brands: Readonly<Record<string, string>>;
}

/** When the viewer is on call, on their Overview. Brands that hand over at the same times are told together. */
export function OwnDutyPanel({ duties, brands }: Props) {
  const hasBrands = Object.keys(brands).length > 1;
  const isSame = (one: OwnDuty, other: OwnDuty) =>
    one.isNow === other.isNow && one.from === other.from && one.until === other.until;
  const told = duties.filter((duty, index) => duties.findIndex((other) => isSame(other, duty)) === index);
  const namesOf = (duty: OwnDuty) =>
    duties.filter((other) => isSame(other, duty)).map(({ brand }) => brands[brand] ?? brand);
  return (
    <Panel title="On call">
      <ul className="grid gap-2 text-sm">
        {told.map((duty) => (
          <li key={duty.brand} className="wrap-anywhere">
            {duty.isNow ? (
              <strong className="font-semibold">You are on call until {duty.until}</strong>
            ) : (
              <>
                You are on call next from {duty.from} until {duty.until}
              </>
            )}
            {hasBrands && <span className="text-muted"> for {namesOf(duty).join(" and ")}</span>}.
          </li>
        ))}
      </ul>
    </Panel>
  );
}
