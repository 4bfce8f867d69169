import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { renewalWords } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { Renewal } from "@/lib/threads/requests/renewals/queries";
import { renewalsHref } from "@/lib/threads/requests/renewals/schema";

/** Agreements that end within 30 days, about which nobody has asked, the earliest end first. */
export function RenewalsDue({ rows }: { rows: readonly Renewal[] }) {
  return (
    <Panel
      title="Renewals due"
      action={<TextLink href={renewalsHref({ window: "30" })}>All within 30 days</TextLink>}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <p className="text-sm text-muted">No agreement ends within 30 days without a request about it.</p>
      ) : (
        <ul className="md:grid md:grid-cols-2">
          {rows.map(({ id, product, company, endsOn, today }) => (
            <li key={id} className="relative grid border-t border-line px-4 py-1.5 text-sm hover:bg-sunken">
              <Link
                href={routes.staffAgreement(id)}
                className="stretched truncate text-ink no-underline hover:underline"
              >
                {company.name}
              </Link>
              <span className="flex gap-3 text-xs text-muted">
                <span className="flex-none text-warning">{renewalWords(endsOn, today)}</span>
                <span className="truncate">{product}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
