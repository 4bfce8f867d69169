import { ARTICLE_TONES } from "@/components/site/articles/staff/tones";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { ListTime } from "@/components/ui/list-time";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { ArticleLine } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS } from "@/lib/site/articles/rules";

interface Props {
  rows: readonly ArticleLine[];
  /** Of several brands; empty where the viewer has one. */
  brands: BrandNames;
}

/** Articles, the last changed first, each row a link to the article. */
export function ArticleTable({ rows, brands }: Props) {
  return (
    <RowKeys>
      <Table caption="Articles, last changed first" className="table-dense">
        <Thead>
          <Th>Article</Th>
          <Th>Case</Th>
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
                <span className="cell-pair">
                  <RowLink href={routes.staffArticle(row.id)}>{row.title}</RowLink>
                  <BrandTag name={brands[row.brand]} />
                </span>
              </Td>
              <Td label="Case">
                <TextLink href={routes.staffCase(row.number)} className="tabular relative z-1 inline-block py-1">
                  {row.number}
                </TextLink>
              </Td>
              <Td label="State">
                <StatusDot tone={ARTICLE_TONES[row.state]} plain>
                  {row.state === "released" && row.standing?.state === "archived"
                    ? "Archived in the library"
                    : ARTICLE_STATE_LABELS[row.state]}
                </StatusDot>
              </Td>
              <Td label="Author">{row.authorName}</Td>
              <Td label="Changed">
                <ListTime time={row.changed} />
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
    </RowKeys>
  );
}
