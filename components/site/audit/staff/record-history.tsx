import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { RecordHistory as History } from "@/lib/site/audit/queries";
import { Facts, Who } from "./line-parts";

interface Props {
  /** Null for those who may not read the log: then nothing is drawn. */
  history: History | null;
  zone: string;
  /** What never has a line in the log, where somebody may look for it. */
  unrecorded?: string;
}

/** What was done to one record, on its own page. Administrators alone read the log, and so its parts. */
export function RecordHistory({ history, zone, unrecorded }: Props) {
  if (!history) return null;
  const { record, rows } = history;
  return (
    <Panel
      title={<span id="history">History</span>}
      action={rows.length > 0 && <TextLink href={routes.staffAuditOf(record.kind, record.id)}>Show all</TextLink>}
    >
      {rows.length === 0 ? (
        <p className="text-sm text-muted">The audit log has no line about this record.</p>
      ) : (
        <ol className="grid gap-3 text-sm">
          {rows.map((row) => (
            <li key={row.id} className="grid gap-0.5">
              <span className="font-medium">{row.act}</span>
              <Facts row={row} />
              <span className="text-xs text-muted">
                <Who row={row} /> · <Instant value={row.at} zone={zone} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {unrecorded && <p className="mt-3 text-sm text-muted">{unrecorded}</p>}
      <p className="mt-3 border-t border-line pt-3 text-xs text-muted">Only administrators see the history.</p>
    </Panel>
  );
}
