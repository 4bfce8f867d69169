import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { Feedback } from "@/lib/site/faq/staff/queries";

interface Props {
  brand: string;
  feedback: Feedback;
  /** Questions by anchor. Of one that is gone, the anchor is shown. */
  questions: ReadonlyMap<string, string>;
  zone: string;
}

/** What people said of the entries, and what they looked for and did not find. Nobody's name is stored. */
export function FeedbackPanels({ brand, feedback: { counts, sentences, misses }, questions, zone }: Props) {
  const question = (anchor: string) => {
    const words = questions.get(anchor);
    return words ? <TextLink href={routes.staffFaqEntry({ brand, entry: anchor })}>{words}</TextLink> : anchor;
  };
  return (
    <div className="grid grid-cols-1 gap-6">
      <Panel title="Was this useful, in the last 90 days" flush>
        {counts.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-muted">Nobody has answered yet.</p>
        ) : (
          <Table caption="Was this useful">
            <Thead>
              <Th>Question</Th>
              <Th numeric>Yes</Th>
              <Th numeric>No</Th>
            </Thead>
            <Tbody>
              {counts.map(({ anchor, yes, no }) => (
                <Tr key={anchor}>
                  <Td lead>
                    <span className="wrap-anywhere">{question(anchor)}</span>
                  </Td>
                  <Td label="Yes" numeric>
                    {yes.toLocaleString("en-US")}
                  </Td>
                  <Td label="No" numeric>
                    {no.toLocaleString("en-US")}
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </Panel>
      <Panel title="What was missing">
        {sentences.length === 0 ? (
          <p className="text-sm text-muted">Nobody wrote anything yet.</p>
        ) : (
          <ul className="divide-y divide-line text-sm">
            {sentences.map(({ id, anchor, words, createdAt }) => (
              <li key={id} className="grid gap-0.5 py-2 wrap-anywhere">
                <q>{words}</q>
                <span className="text-muted">
                  {question(anchor)}, <Instant value={businessInstant(createdAt).toString()} zone={zone} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Misses misses={misses} zone={zone} />
    </div>
  );
}

function Misses({ misses, zone }: { misses: Feedback["misses"]; zone: string }) {
  return (
    <Panel title="Searches without a hit" flush>
      {misses.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">Every search found something so far.</p>
      ) : (
        <Table caption="Searches without a hit">
          <Thead>
            <Th>Words</Th>
            <Th numeric>Times</Th>
            <Th>Last</Th>
          </Thead>
          <Tbody>
            {misses.map(({ words, times, lastAt }) => (
              <Tr key={words}>
                <Td lead>
                  <span className="wrap-anywhere">{words}</span>
                </Td>
                <Td label="Times" numeric>
                  {times.toLocaleString("en-US")}
                </Td>
                <Td label="Last">
                  <Instant value={businessInstant(lastAt).toString()} zone={zone} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
