import { LinesTable, Sum } from "@/components/money/invoices/document-lines";
import { Panel } from "@/components/ui/panel";
import type { EstimateDocument } from "@/lib/money/estimates/queries";

/** What is offered, line by line, and the total. */
export function EstimateLines({ estimate, code }: { estimate: EstimateDocument; code: boolean }) {
  const { lines, beyondLines, total } = estimate;
  return (
    <Panel title="Lines" flush>
      {lines.length > 0 ? (
        <>
          <LinesTable lines={lines} code={code} />
          <div className="border-t border-line">
            <dl className="ml-auto grid gap-2 px-4 py-4 text-sm sm:w-80">
              {beyondLines && <Sum term="Tax and other amounts" value={beyondLines} code={code} />}
              <Sum term="Total" value={total} code={code} strong />
            </dl>
          </div>
        </>
      ) : (
        <p className="px-4 pb-4 text-sm text-muted">This estimate came without lines.</p>
      )}
    </Panel>
  );
}
