import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import { endWords, type SupportStanding } from "@/lib/people/agreements/rules";

interface Props {
  standing: SupportStanding;
  /** Whom to ask: the account manager where there is one, else portal support. */
  ask: { readonly name: string; readonly email: string };
}

/** State of the company's support agreement; whom to ask where none is in force. */
export function SupportPanel({ standing, ask }: Props) {
  return (
    <Panel title="Support agreement">
      <div className="grid gap-1 text-sm">
        <Standing standing={standing} />
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
