import { ARTICLE_TONES } from "@/components/site/articles/staff/tones";
import { EmptyState } from "@/components/ui/empty-state";
import { Instant } from "@/components/ui/facts";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { businessInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { ArticleLine } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS } from "@/lib/site/articles/rules";
import { MOST_ARTICLES } from "@/lib/site/articles/schema";

interface Props {
  rows: readonly ArticleLine[];
  zone: string;
  isNarrowed: boolean;
}

export function ArticleTable({ rows, zone, isNarrowed }: Props) {
  if (rows.length === 0) {
    return (
      <EmptyState title={isNarrowed ? "No article in this state" : "No article yet"}>
        Open a case that was closed as solved, and choose Draft an article.
      </EmptyState>
    );
  }
  return (
    <>
      <Table caption="Articles">
        <Thead>
          <Th>Article</Th>
          <Th>State</Th>
          <Th>Author</Th>
          <Th>Changed</Th>
          <Th numeric>Opened</Th>
          <Th numeric>Solved</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                  <RowLink href={routes.staffArticle(row.id)}>{row.title}</RowLink>
                  <span className="tabular text-sm font-normal text-muted">From case {row.number}</span>
                </span>
              </Td>
              <Td label="State">
                <StatusDot tone={ARTICLE_TONES[row.state]} plain>
                  {ARTICLE_STATE_LABELS[row.state]}
                </StatusDot>
                {row.state === "released" && row.standing?.state === "archived" && (
                  <span className="block text-muted">Archived in the library</span>
                )}
              </Td>
              <Td label="Author">{row.authorName}</Td>
              <Td label="Changed">
                <Instant value={businessInstant(row.updatedAt).toString()} zone={zone} />
              </Td>
              <Td label="Opened" numeric>
                {row.standing ? row.standing.uses.toLocaleString("en-US") : ""}
              </Td>
              <Td label="Solved" numeric>
                {row.standing ? row.standing.solved.toLocaleString("en-US") : ""}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {rows.length === MOST_ARTICLES && (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">
          The {MOST_ARTICLES} that were changed last. Choose a state for others.
        </p>
      )}
    </>
  );
}
