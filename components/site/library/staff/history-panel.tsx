import { Panel } from "@/components/ui/panel";
import type { HistoryLine } from "@/lib/site/library/staff/queries";

export function HistoryPanel({ lines }: { lines: readonly HistoryLine[] }) {
  return (
    <Panel title="History">
      {lines.length === 0 ? (
        <p className="text-sm text-muted">Nothing was done in the portal yet.</p>
      ) : (
        <ol className="grid gap-2 text-sm">
          {lines.map(({ words, by, at, when }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike, and none moves
            <li key={`${index} ${at}`}>
              {words} by {by}, <time dateTime={at}>{when}</time>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
