import type { ReactNode } from "react";
import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { EstimateDocument } from "@/lib/money/estimates/queries";

interface Props {
  estimate: EstimateDocument;
  /** The Quotation Portal has this estimate, and the page links to it. */
  inQuotationPortal: boolean;
  /** The page links to a request for a new quote. */
  asksAnew: boolean;
  /** Whom to ask: the account manager where there is one, else portal support. */
  ask: { readonly name: string; readonly email: string };
}

/** What the viewer can do with an estimate now, and whom to ask. */
export function EstimateNext({ estimate, inQuotationPortal, asksAnew, ask }: Props) {
  const subject = encodeURIComponent(`Estimate ${estimate.number}`);
  const write = (
    <>
      write to <TextLink href={`mailto:${ask.email}?subject=${subject}`}>{ask.name}</TextLink>.
    </>
  );
  return (
    <Panel title="What happens next">
      <div className="grid gap-2 text-sm">{sentences({ estimate, inQuotationPortal, asksAnew, write })}</div>
    </Panel>
  );
}

function sentences({
  estimate,
  inQuotationPortal,
  asksAnew,
  write,
}: Omit<Props, "ask"> & { write: ReactNode }): ReactNode {
  const last = <Day value={estimate.expiresOn} />;
  switch (estimate.status) {
    case "Open":
      return (
        <>
          {inQuotationPortal ? (
            <p>The whole quote is in the Quotation Portal. You accept it there, until {last}.</p>
          ) : (
            <p>
              To accept this estimate until {last}, {write}
            </p>
          )}
          {inQuotationPortal && <p className="text-muted">For a question or a change, {write}</p>}
        </>
      );
    case "Expired":
      return (
        <>
          <p>This estimate ended on {last} and can no longer be accepted.</p>
          {asksAnew ? (
            <p className="text-muted">
              Ask for a new quote above: your account team answers with one that holds today. Or {write}
            </p>
          ) : (
            <p className="text-muted">For a new one, {write}</p>
          )}
        </>
      );
    case "Accepted":
      return (
        <>
          <p>
            This estimate is accepted.
            {inQuotationPortal && " The Quotation Portal keeps what was agreed, line by line."}
          </p>
          <p className="text-muted">For a question about the order, {write}</p>
        </>
      );
    case "Declined":
      return (
        <>
          <p>This estimate was declined.</p>
          <p className="text-muted">If your plans have changed, {write}</p>
        </>
      );
    case "Withdrawn":
      return (
        <>
          <p>We took this estimate back, so it can no longer be accepted.</p>
          <p className="text-muted">For a new one, {write}</p>
        </>
      );
  }
}
