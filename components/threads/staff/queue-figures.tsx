import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";

interface QueueFigure {
  readonly term: string;
  readonly count: number;
  readonly href: string;
  readonly alarming?: boolean;
  /** A line under the number; none where it is empty. */
  readonly detail?: string;
}

interface Props {
  title: string;
  all: { readonly href: string; readonly label: string };
  figures: readonly QueueFigure[];
}

/** A queue in numbers, each a link to the list that it counts. */
export function QueueFigures({ title, all, figures }: Props) {
  return (
    <Panel title={title} action={<TextLink href={all.href}>{all.label}</TextLink>}>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-4">
        {figures.map(({ term, count, href, alarming, detail }) => (
          <div key={term} className="grid content-start gap-0.5">
            <dt className="text-sm text-muted">{term}</dt>
            <dd>
              <TextLink
                href={href}
                className={alarming ? "tabular text-xl font-semibold text-danger" : "tabular text-xl font-semibold"}
              >
                {count.toLocaleString("en-US")}
              </TextLink>
              {detail && <span className="block text-sm text-muted">{detail}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
