import type { ReactNode } from "react";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { zoneName } from "@/lib/kit/time";
import type { EstimateDocument } from "@/lib/money/estimates/queries";
import { EstimateStatusDot } from "./estimate-status";
import { ValidUntil } from "./valid-until";

interface Props {
  estimate: EstimateDocument;
  zone: string;
  code: boolean;
  /** In place of the company's name: for staff a link. */
  company?: ReactNode;
}

/** The facts of an estimate; the first term is Status. */
export function EstimateFacts({ estimate, zone, code, company }: Props) {
  return (
    <Panel>
      <DefinitionList columns={3}>
        <Fact term="Status">
          <span className="text-base font-semibold">
            <EstimateStatusDot status={estimate.status} />
          </span>
        </Fact>
        <Fact term="Total">
          <Money value={estimate.total} code={code} className="text-base font-semibold" />
        </Fact>
        <Fact term="Valid until">
          <span className="grid gap-0.5">
            <ValidUntil estimate={estimate} />
            {estimate.status === "Open" && (
              <span className="text-xs text-muted">To the end of that day, {zoneName(zone)} time</span>
            )}
          </span>
        </Fact>
        <Fact term="Estimate">
          <span className="tabular">{estimate.number}</span>
        </Fact>
        <Fact term="Issued">
          <Day value={estimate.issuedOn} />
        </Fact>
        <Fact term="Company">{company ?? estimate.companyName}</Fact>
      </DefinitionList>
    </Panel>
  );
}
