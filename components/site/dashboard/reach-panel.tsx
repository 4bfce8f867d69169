import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { businessNow, describeHours, describeOpenState, openState } from "@/lib/kit/time";

/** Portal support: mailbox, hours, and whether anybody is there now. */
export function ReachPanel({ brand }: { brand: Brand }) {
  const now = businessNow();
  return (
    <Panel title="Portal support">
      <div className="grid gap-1 text-sm">
        <StatusDot tone={openState(brand.supportCalendar, now).open ? "success" : "neutral"}>
          {describeOpenState(brand.supportCalendar, now)}
        </StatusDot>
        <p className="text-muted">{describeHours(brand.supportCalendar)}</p>
        <p className="mt-1">
          <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>
        </p>
      </div>
    </Panel>
  );
}
