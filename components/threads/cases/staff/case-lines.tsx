import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { RecentThread } from "@/lib/threads/staff/recent/queries";

/** Cases in one line each, the one that moved last first. */
export function CaseLines({ lines, empty }: { lines: readonly RecentThread<"case">[]; empty: string }) {
  if (lines.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="grid gap-2">
      {lines.map(({ number, subject, status, activeWhen }) => (
        <li key={number} className="wrap-anywhere">
          <TextLink href={routes.staffCase(number)}>
            <span className="tabular">{number}</span> {subject}
          </TextLink>
          <span className="block text-xs text-muted">
            {STAFF_STATUS_LABELS[status]}, {activeWhen}
          </span>
        </li>
      ))}
    </ul>
  );
}
