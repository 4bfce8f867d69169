import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Brand, Coverage } from "@/lib/gate/brand/types";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import { coverageHours } from "@/lib/people/agreements/coverage/rules";
import { endWords, type SupportStanding } from "@/lib/people/agreements/rules";
import { clientUpgradeHref } from "@/lib/site/home-page/rules";

interface Props {
  standing: SupportStanding;
  /** The widest that is in force; null for none. */
  coverage: Coverage | null;
  /** Its chat hours belong to every coverage. */
  brand: Pick<Brand, "chatCalendar" | "home">;
  /** Whom to ask: the account manager where there is one, else portal support. */
  ask: { readonly name: string; readonly email: string };
}

/** State of the company's support agreement and when support answers under it; whom to ask where none is in force. */
export function SupportPanel({ standing, coverage, brand, ask }: Props) {
  return (
    <Panel
      title="Support agreement"
      action={<TextLink href={clientUpgradeHref(brand)}>{brand.home.upgradeLabel}</TextLink>}
    >
      <div className="grid gap-1 text-sm">
        <Standing standing={standing} />
        {coverage && (
          <p className="mt-1">
            <span className="font-semibold">Coverage: {coverage.name}</span>
            <span className="block text-muted">{coverageHours(coverage, brand.chatCalendar)}</span>
          </p>
        )}
        {(standing.kind !== "in-force" || standing.endsSoon) && (
          <p className="mt-2 border-t border-line pt-3 text-muted">
            {standing.kind === "in-force" ? "To renew" : "To get one"}, write to{" "}
            <TextLink href={`mailto:${ask.email}`}>{ask.name}</TextLink>.
          </p>
        )}
      </div>
    </Panel>
  );
}

function Standing({ standing }: { standing: SupportStanding }) {
  if (standing.kind === "none") {
    return <StatusDot tone="neutral">No support agreement</StatusDot>;
  }
  const { term } = standing;
  return (
    <>
      <p className="font-semibold">{term.product}</p>
      {standing.kind === "in-force" && (
        <>
          <StatusDot tone={standing.endsSoon ? "warning" : "success"}>
            {standing.endsSoon ? endWords(standing.daysLeft) : "In force"}
          </StatusDot>
          <p className="text-muted">In force {lastDayWords("until", term.endsOn)}</p>
        </>
      )}
      {standing.kind === "upcoming" && <StatusDot tone="info">Begins {formatDay(term.startsOn)}</StatusDot>}
      {standing.kind === "ended" && (
        <StatusDot tone="danger">
          {term.state === "cancelled" ? "Cancelled" : `Ended ${formatDay(term.endsOn)}`}
        </StatusDot>
      )}
    </>
  );
}
