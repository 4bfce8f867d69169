import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { RemitTo } from "@/lib/gate/brand/types";

/** Where money is to be sent, by mail or by bank, and what to write on it. */
export function RemitToPanel({ remitTo, number }: { remitTo: RemitTo; number: string }) {
  const { bank } = remitTo;
  return (
    <Panel title="Where to remit" className="break-inside-avoid">
      <div className="grid gap-4 text-sm print:max-w-96">
        <address className="not-italic">
          <span className="block font-semibold">{remitTo.name}</span>
          {remitTo.lines.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </address>
        <div className="border-t border-line pt-2">
          <DefinitionList>
            <Fact inline term="Bank">
              {bank.name}
            </Fact>
            <Fact inline term="Routing">
              <span className="tabular">{bank.routing}</span>
            </Fact>
            <Fact inline term="Account">
              <span className="tabular">{bank.account}</span>
            </Fact>
            {bank.swift && (
              <Fact inline term="SWIFT">
                <span className="tabular">{bank.swift}</span>
              </Fact>
            )}
            <Fact inline term="Reference">
              <span className="tabular">{number}</span>
            </Fact>
          </DefinitionList>
        </div>
        <p className="text-muted">
          Questions, or the full account number:{" "}
          <TextLink href={`mailto:${remitTo.email}?subject=${encodeURIComponent(number)}`}>{remitTo.email}</TextLink>
        </p>
      </div>
    </Panel>
  );
}
