import { Eye } from "lucide-react";
import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { businessInstant } from "@/lib/kit/time";
import type { ClientViewLine } from "@/lib/people/client-views/queries";
import { capacityWords } from "@/lib/people/looks/rules";

/** Who of the firm looked at the portal as a contact sees it, and why. */
export function ClientViewsPanel({ views, zone }: { views: readonly ClientViewLine[]; zone: string }) {
  return (
    <Panel title="Viewed as a client">
      <ul className="grid divide-y divide-line">
        {views.map(({ id, staffName, roles, contactName, reason, startedAt }) => (
          <li key={id} className="flex gap-3 py-2.5 text-sm first:pt-0 last:pb-0">
            <Eye aria-hidden size={18} className="mt-0.5 flex-none text-muted" />
            <div className="grid min-w-0 gap-0.5">
              <p className="wrap-anywhere">
                <span className="font-semibold">{staffName}</span> ({capacityWords(roles)}) saw the portal as{" "}
                {contactName}
              </p>
              <p className="text-muted wrap-anywhere">
                {reason} · <Instant value={businessInstant(startedAt).toString()} zone={zone} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
