import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { spentWords } from "@/lib/threads/promises/rules";
import type { AnswerLine } from "@/lib/threads/promises/staff/queries";

const spent = (minutes: number | null) => (minutes === null ? "–" : spentWords(minutes));

interface Props {
  lines: readonly AnswerLine[];
  /** The heading of the groups, such as `Week`. */
  heading: string;
  /** Whether solutions are shown: cases have them. */
  hasSolutions: boolean;
}

export function AnswerTable({ lines, heading, hasSolutions }: Props) {
  return (
    <Table caption={`Answers by ${heading.toLowerCase()}`}>
      <Thead>
        <Th>{heading}</Th>
        <Th numeric>In time</Th>
        <Th numeric>Late</Th>
        <Th numeric>Half answered within</Th>
        {hasSolutions && <Th numeric>Solved</Th>}
        {hasSolutions && <Th numeric>Half solved within</Th>}
      </Thead>
      <Tbody>
        {lines.map(({ key, label, tally, solved, solvedHalf }) => (
          <Tr key={key}>
            <Td lead className="wrap-anywhere">
              {label}
            </Td>
            <Td label="In time" numeric>
              {tally.kept.toLocaleString("en-US")}
            </Td>
            <Td label="Late" numeric>
              {tally.missed.toLocaleString("en-US")}
            </Td>
            <Td label="Half answered within" numeric>
              {spent(tally.half)}
            </Td>
            {hasSolutions && (
              <Td label="Solved" numeric>
                {solved.toLocaleString("en-US")}
              </Td>
            )}
            {hasSolutions && (
              <Td label="Half solved within" numeric>
                {spent(solvedHalf)}
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
