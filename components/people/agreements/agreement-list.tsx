import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import { formatDay } from "@/lib/kit/time";
import type { Agreement } from "@/lib/people/agreements/queries";
import {
  AGREEMENT_KIND_LABELS,
  type AgreementTerms,
  agreementState,
  asAgreements,
  byRenewal,
  type RenewalWindow,
  renewalWords,
} from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import { OtherTerms, Term } from "./agreement-terms";

interface Props {
  /** Every term. Those that follow each other are one agreement, which has one row. */
  agreements: readonly Agreement[];
  today: string;
  /** The viewer may ask for renewal guidance here. */
  asks: boolean;
  /** Numbers of open requests about a renewal, by agreement. */
  asked: ReadonlyMap<string, string>;
  /** Names of the brand's coverages by key. */
  coverages: Readonly<Record<string, string>>;
  /** False where each part shows only its first rows. */
  isComplete: boolean;
}

/** Rows of each part that are shown before "all" is asked for. */
const MOST = 15;

/** The company's agreements, the next to renew first. Seats and value are not shown to clients. */
export function AgreementList({ agreements, today, asks, asked, coverages, isComplete }: Props) {
  const most = isComplete ? Number.POSITIVE_INFINITY : MOST;
  const terms = asAgreements(agreements, today);
  const rows = new Map(terms.map((one) => [one.current.id, one]));
  const stands = ({ agreement }: { agreement: Agreement }) => rows.has(agreement.id);
  const renewal = byRenewal(agreements, today);
  const soon = renewal.soon.filter(stands).slice(0, most);
  const others = renewal.others.filter(stands).slice(0, most);
  const count = terms.length;
  /** The open request about any term of the agreement. */
  const askedOf = ({ id }: Agreement) => {
    const { earlier = [], later = [] } = rows.get(id) ?? {};
    return [{ id }, ...later, ...earlier].flatMap((term) => asked.get(term.id) ?? [])[0];
  };
  const isEmpty = count === 0;
  const hasLapsed = asks && others.some(({ lapsed }) => lapsed);
  return (
    <>
      {soon.length > 0 && (
        <Panel title="To renew" flush>
          <Table caption="Agreements that end within 90 days or have ended">
            <Head asks={asks} />
            <Tbody>
              {soon.map(({ agreement, window }) => (
                <Row
                  key={agreement.id}
                  agreement={agreement}
                  coverages={coverages}
                  asks={asks && "here"}
                  terms={rows.get(agreement.id)}
                  asked={askedOf(agreement)}
                >
                  <RenewalState window={window} endsOn={agreement.endsOn} today={today} />
                </Row>
              ))}
            </Tbody>
          </Table>
        </Panel>
      )}
      {(others.length > 0 || isEmpty) && (
        <Panel title={soon.length > 0 ? "Other agreements" : "Agreements"} flush={!isEmpty}>
          {isEmpty ? (
            <p className="text-sm text-muted">
              Your company’s support agreements, subscriptions and contracts will be listed here.
            </p>
          ) : (
            <Table caption="Agreements">
              <Head asks={hasLapsed} />
              <Tbody>
                {others.map(({ agreement, lapsed }) => (
                  <Row
                    key={agreement.id}
                    agreement={agreement}
                    coverages={coverages}
                    asks={hasLapsed && (lapsed ? "here" : "elsewhere")}
                    terms={rows.get(agreement.id)}
                    asked={askedOf(agreement)}
                  >
                    <State agreement={agreement} today={today} />
                  </Row>
                ))}
              </Tbody>
            </Table>
          )}
        </Panel>
      )}
      {!isEmpty && (
        <p className="text-sm text-muted">
          Documents, seats and value come on request.
          {soon.length + others.length < count && (
            <>
              {" "}
              <TextLink href={routes.allAgreements}>Show all {count.toLocaleString("en-US")} agreements</TextLink>
            </>
          )}
        </p>
      )}
    </>
  );
}

function Head({ asks }: { asks: boolean }) {
  return (
    <Thead>
      <Th>Agreement</Th>
      <Th>Term</Th>
      <Th>State</Th>
      {asks && (
        <Th>
          <span className="sr-only">What you can do</span>
        </Th>
      )}
    </Thead>
  );
}

interface RowProps {
  agreement: Agreement;
  /** Its other terms. */
  terms: AgreementTerms<Agreement> | undefined;
  coverages: Props["coverages"];
  /** Where renewal guidance can be asked for; false where it cannot, for any row of the table. */
  asks: "here" | "elsewhere" | false;
  /** Number of the open request about its renewal. */
  asked: string | undefined;
  children: ReactNode;
}

function Row({ agreement, terms, coverages, asks, asked, children }: RowProps) {
  const { id, product, kind, coverage, startsOn, endsOn } = agreement;
  return (
    <Tr>
      <Td lead>
        <span className="grid min-w-0 gap-0.5">
          <span className="wrap-anywhere">
            <TextLink href={routes.renewalBrief(id)}>{product}</TextLink>
          </span>
          <span className="text-xs font-normal text-muted">
            {AGREEMENT_KIND_LABELS[kind]}
            {kind === "support" && coverages[coverage] && `, coverage: ${coverages[coverage]}`}
          </span>
        </span>
      </Td>
      <Td label="Term">
        <span className="grid gap-0.5">
          <Term startsOn={startsOn} endsOn={endsOn} />
          {terms && <OtherTerms terms={terms} />}
        </span>
      </Td>
      <Td label="State">
        <span className="grid gap-0.5">
          {children}
          {asked && (
            <span className="text-xs">
              Asked about in <TextLink href={routes.request(asked)}>{asked}</TextLink>
            </span>
          )}
        </span>
      </Td>
      {(asks === "elsewhere" || (asks === "here" && asked)) && <Td>{null}</Td>}
      {asks === "here" && !asked && (
        <Td>
          <ButtonLink href={routes.accountTeamNew({ kind: "renewal", agreement: id })} size="small">
            Request renewal guidance
            <span className="sr-only">for {product}</span>
          </ButtonLink>
        </Td>
      )}
    </Tr>
  );
}

const WINDOW_TONES: Readonly<Record<RenewalWindow, Tone>> = {
  ended: "danger",
  30: "danger",
  60: "warning",
  90: "info",
};

/** `Ends in 23 days`, in the colour of its renewal window. */
function RenewalState({ window, endsOn, today }: { window: RenewalWindow; endsOn: string; today: string }) {
  return (
    <span className="grid gap-0.5">
      <StatusDot tone={WINDOW_TONES[window]}>{renewalWords(endsOn, today)}</StatusDot>
      {window !== "ended" && <span className="text-xs text-muted">Within {window} days</span>}
    </span>
  );
}

function State({ agreement, today }: { agreement: Agreement; today: string }) {
  switch (agreementState(agreement, today)) {
    case "in-force":
      return <StatusDot tone="success">In force</StatusDot>;
    case "upcoming":
      return <StatusDot tone="info">Begins {formatDay(agreement.startsOn)}</StatusDot>;
    case "ended":
      return <StatusDot tone="neutral">Ended {formatDay(agreement.endsOn)}</StatusDot>;
    case "cancelled":
      return <StatusDot tone="neutral">Cancelled</StatusDot>;
  }
}
