import { Callout } from "@/components/ui/callout";
import type { DeadLink } from "@/lib/site/versions/queries";

/** What the nightly check of the links found. */
export function DeadLinks({ links }: { links: readonly DeadLink[] }) {
  if (links.length === 0) return null;
  return (
    <Callout tone="warning" title={links.length === 1 ? "A link is dead" : `${links.length} links are dead`}>
      <ul className="grid gap-2">
        {links.map(({ url, fault, since }) => (
          <li key={url} className="wrap-anywhere">
            {url}
            <span className="block text-muted">
              {fault} Found {since}.
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
