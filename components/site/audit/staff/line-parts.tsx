import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { AuditRow } from "@/lib/site/audit/queries";

/** Who acted, as a link to their page where there is one. */
export function Who({ row: { actor, actorId, actorKind } }: { row: AuditRow }) {
  if (actorId === null || actor === "Unknown") return <span className="text-muted">{actor}</span>;
  const href = actorKind === "staff" ? routes.staffAccount(actorId) : routes.staffContact(actorId);
  return <TextLink href={href}>{actor}</TextLink>;
}

/** What a line tells beside who and what: values before and after. */
export function Facts({ row: { facts } }: { row: AuditRow }) {
  return (
    <ul className="flex max-w-[48ch] flex-wrap gap-x-3 gap-y-0.5 text-xs text-pretty wrap-anywhere">
      {facts.map(({ label, before, after }) => (
        <li key={label}>
          <span className="text-muted">{label}: </span>
          {before !== null && (
            <>
              {before}
              <span aria-hidden> → </span>
              <span className="sr-only"> became </span>
            </>
          )}
          {after}
        </li>
      ))}
    </ul>
  );
}
