import { RenewalState } from "@/components/people/agreements/agreement-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { Agreement } from "@/lib/people/agreements/queries";
import { AGREEMENT_KIND_LABELS, type RenewalWindow } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";

interface Props {
  ending: readonly { readonly agreement: Agreement; readonly window: RenewalWindow }[];
  today: string;
  /** The viewer may ask for renewal guidance here. */
  asks: boolean;
}

/** Agreements that end within 90 days, each with the way to renew it. */
export function RenewalsPanel({ ending, today, asks }: Props) {
  return (
    <Panel title="Agreements that end soon" action={<TextLink href={routes.accountTeam}>All agreements</TextLink>}>
      {ending.length === 0 ? (
        <p className="text-sm text-muted">No agreement ends within 90 days.</p>
      ) : (
        <ul className="grid gap-3 text-sm">
          {ending.map(({ agreement, window }) => (
            <li key={agreement.id} className="grid gap-1 border-line not-first:border-t not-first:pt-3">
              <p className="font-semibold wrap-anywhere">{agreement.product}</p>
              <p className="text-muted">{AGREEMENT_KIND_LABELS[agreement.kind]}</p>
              <RenewalState window={window} endsOn={agreement.endsOn} today={today} />
              {asks && (
                <TextLink
                  href={routes.accountTeamNew({ kind: "renewal", agreement: agreement.id })}
                  className="justify-self-start"
                >
                  Request renewal guidance
                  <span className="sr-only"> for {agreement.product}</span>
                </TextLink>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
