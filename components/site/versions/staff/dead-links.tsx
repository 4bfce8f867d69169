import clsx from "clsx";
import { TriangleAlert } from "lucide-react";
import { Callout } from "@/components/ui/callout";
import { toneSoft, toneText } from "@/components/ui/tone";
import type { DeadLink } from "@/lib/site/versions/queries";

interface Props {
  links: readonly DeadLink[];
  /** Above a list, one line that opens: the list is what people come for. */
  folded?: boolean;
}

/** What the nightly check of the links found. */
export function DeadLinks({ links, folded }: Props) {
  if (links.length === 0) return null;
  const title = links.length === 1 ? "A link is dead" : `${links.length} links are dead`;
  const list = (
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
  );
  if (!folded) {
    return (
      <Callout tone="warning" title={title}>
        {list}
      </Callout>
    );
  }
  return (
    <details className={clsx("forced-border mb-3 rounded-lg px-4 text-sm", toneSoft.warning)}>
      <summary className={clsx("min-h-11 cursor-pointer py-3 font-semibold lg:min-h-8 lg:py-1.5", toneText.warning)}>
        <TriangleAlert aria-hidden size={16} className="mr-2 inline align-[-0.15em]" />
        {title}
      </summary>
      <div className="pb-3 text-ink">{list}</div>
    </details>
  );
}
