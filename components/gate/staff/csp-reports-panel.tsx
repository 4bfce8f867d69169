import { Panel } from "@/components/ui/panel";
import { CSP_REPORT_DAYS, type CspCount } from "@/lib/gate/csp-reports/queries";

const SOURCES: Readonly<Record<string, string>> = {
  inline: "written into the page",
  eval: "made from text",
  data: "made in the page",
  own: "this site",
  elsewhere: "another site",
};

interface Props {
  readonly counts: readonly CspCount[];
  /** The brands' names by key. */
  readonly brands: Readonly<Record<string, string>>;
}

/** Shows administrators what the content policy kept browsers from loading. */
export function CspReportsPanel({ counts, brands }: Props) {
  return (
    <Panel title="Blocked by the content policy">
      <div className="grid gap-3 text-sm">
        {counts.length === 0 ? (
          <p className="text-muted">No browser has reported anything in the last {CSP_REPORT_DAYS} days.</p>
        ) : (
          <>
            <p className="text-muted">
              What browsers reported in the last {CSP_REPORT_DAYS} days. A few come from what people have installed in
              their browser; many of one kind can mean that a page of ours is broken or was tampered with.
            </p>
            <ul className="grid gap-1">
              {counts.map(({ brand, directive, source, reports }) => (
                <li key={`${brand} ${directive} ${source}`} className="flex flex-wrap justify-between gap-x-4">
                  <span className="min-w-0 wrap-anywhere">
                    {brands[brand] ?? brand}: {directive}, {SOURCES[source] ?? source}
                  </span>
                  <span className="tabular">{reports.toLocaleString("en-US")}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  );
}
