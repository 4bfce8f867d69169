import { needsCode } from "@/components/money/invoices/mixed";
import { AgeingTable } from "@/components/money/statements/ageing-table";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { OpenBalance } from "@/lib/money/statements/staff/queries";

interface Props {
  balances: readonly OpenBalance[];
  /** That of the brand. */
  currency: string;
}

/** What a company owes, by currency and by age. */
export function CompanyBalance({ balances, currency }: Props) {
  const code = needsCode(
    balances.map(({ open }) => open),
    currency,
  );
  return (
    <Panel title="Balance">
      {balances.length === 0 ? (
        <p className="text-sm text-muted">No invoice is open.</p>
      ) : (
        <div className="grid gap-6">
          {balances.map(({ open, pastDue, ageing }) => (
            <div key={open.currency} className="grid gap-4">
              <DefinitionList columns={2} dense>
                <Fact term="Open">
                  <Money value={open} code={code} className="text-base font-semibold" />
                </Fact>
                <Fact term="Past due">
                  <Money
                    value={pastDue}
                    code={code}
                    className={pastDue.minor > 0 ? "text-base font-semibold text-danger" : "text-base text-muted"}
                  />
                </Fact>
              </DefinitionList>
              <AgeingTable ageing={ageing} caption={`Open invoices by age in ${open.currency}`} code={code} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}
