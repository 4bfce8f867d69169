import { ListTime } from "@/components/ui/list-time";
import { TextLink } from "@/components/ui/text-link";
import type { ThreadKind } from "@/db/schema/constants";
import { kindOf, statusLabel } from "@/lib/threads/kinds";
import type { RecentThread } from "@/lib/threads/staff/recent/queries";
import { Section } from "./beside";

interface Props {
  title: string;
  kind: ThreadKind;
  /** Null for a viewer who may not read this kind: nothing is shown. */
  lines: readonly RecentThread<ThreadKind>[] | null;
  empty: string;
}

/** Threads with one line each, by last activity. */
export function RecentThreads({ title, kind, lines, empty }: Props) {
  if (!lines) return null;
  return (
    <Section title={title}>
      {lines.length === 0 ? (
        <p className="text-muted">{empty}</p>
      ) : (
        <ul className="grid gap-2">
          {lines.map(({ number, subject, status, active }) => (
            <li key={number} className="wrap-anywhere">
              <TextLink href={kindOf(kind).staffPath(number)}>
                <span className="tabular">{number}</span> {subject}
              </TextLink>
              <span className="block text-xs text-muted">
                {statusLabel(kind, status, "staff")}, <ListTime time={active} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
