import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { ClientAnswers as Answers } from "@/lib/threads/promises/queries";
import { tallyWords } from "@/lib/threads/promises/rules";

interface Props {
  answers: Answers;
  /** Whether the viewer sees everybody's cases or only their own. */
  scope: "company" | "own";
}

/** How the answers to a client's cases were kept this year, with each that came late and why. */
export function ClientAnswers({ answers: { tally, misses, year }, scope }: Props) {
  if (tally.kept + tally.missed === 0) {
    return (
      <EmptyState title={`No answers in ${year} yet`}>
        Each answer that we promise you counts here, whether it came in time or late.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6">
      <div className="grid gap-1">
        <p className="text-lg font-semibold tracking-[-0.01em]">{tallyWords(tally, "this year")}</p>
        <p className="max-w-[70ch] text-sm text-muted">
          {scope === "company" ? "In the cases of your company." : "In your own cases."} Counted from your message to
          our answer, in the hours that your support agreement covers.
        </p>
      </div>
      {misses.length > 0 && (
        <Panel title="Late answers" flush>
          <Table caption="Late answers">
            <Thead>
              <Th>Case</Th>
              <Th>Answer</Th>
              <Th>Promised by</Th>
              <Th>Answered</Th>
              <Th>Cause</Th>
            </Thead>
            <Tbody>
              {misses.map((miss) => (
                <Tr key={miss.id}>
                  <Td lead>
                    <RowLink href={routes.case(miss.number)}>{miss.number}</RowLink>
                    <span className="block wrap-anywhere text-muted">{miss.subject}</span>
                  </Td>
                  <Td label="Answer">{miss.what}</Td>
                  <Td label="Promised by">{miss.promisedWhen}</Td>
                  <Td label="Answered">{miss.answeredWhen ?? "Not answered"}</Td>
                  <Td label="Cause" className="wrap-anywhere">
                    {miss.cause}
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Panel>
      )}
    </div>
  );
}
