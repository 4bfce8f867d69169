import { OpenState } from "@/components/site/hours/open-state";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";

/** Portal support: mailbox, hours, and whether anybody is there now. `zone` is the viewer's, where they chose one. */
export function ReachPanel({ brand, zone }: { brand: Brand; zone: string | null }) {
  return (
    <Panel title="Portal support">
      <div className="grid gap-1 text-sm">
        <OpenState brand={brand} kind="portal_support" zone={zone} />
        <p className="text-muted">{describeHours(brand.supportCalendar)}</p>
        <p className="mt-1">
          <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>
        </p>
      </div>
    </Panel>
  );
}
