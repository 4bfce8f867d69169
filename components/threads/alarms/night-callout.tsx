import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { Night } from "@/lib/threads/alarms/night/queries";

/** On the page of a case whose alarm goes on, or was taken: how it stands, and the way to what happens next. */
export function NightCallout({ night: { alarm, isStopped, number } }: { night: Night }) {
  if (!isStopped || !alarm || alarm.kind === "none" || alarm.kind === "over") return null;
  return (
    <Callout tone={alarm.kind === "taken" ? "success" : "warning"} title={alarm.headline}>
      {alarm.seen && <>{alarm.seen}. </>}
      <TextLink href={routes.caseTonight(number)}>What happens next</TextLink>
    </Callout>
  );
}
