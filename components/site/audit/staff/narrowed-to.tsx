import { TextLink } from "@/components/ui/text-link";
import type { AuditRow } from "@/lib/site/audit/queries";
import { type AuditFilters, auditHref } from "@/lib/site/audit/schema";

/** The one person or record that the list is about, which no field of the form shows, with a link that widens it. */
export function NarrowedTo({ filters, rows }: { filters: AuditFilters; rows: readonly AuditRow[] }) {
  const { person, record } = filters;
  if (!person && !record) return null;
  const who = rows.find(({ actorId }) => actorId === person)?.actor ?? "one person";
  const what = rows.find((row) => row.record?.id === record)?.record?.label ?? record;
  return (
    <p className="no-print mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {person && (
        <span>
          Only what {who} did. <TextLink href={auditHref(filters, { person: null })}>Show everybody</TextLink>
        </span>
      )}
      {record && (
        <span className="wrap-anywhere">
          Only {what}. <TextLink href={auditHref(filters, { record: null })}>Show every record</TextLink>
        </span>
      )}
    </p>
  );
}
