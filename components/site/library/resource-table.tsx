import { productWords, versionWords } from "@/components/site/library/resource-facts";
import { Day } from "@/components/ui/facts";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { businessDayOf } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { ResourceRow } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";
import { type ResourceFilters, resourcesHref } from "@/lib/site/library/schema";

interface Props {
  rows: readonly ResourceRow[];
  filters: ResourceFilters;
  zone: string;
}

export function ResourceTable({ rows, filters, zone }: Props) {
  const { sort } = filters;
  return (
    <RowKeys>
      <Table caption="Resources">
        <Thead>
          <Th>Resource</Th>
          <Th>Kind</Th>
          <Th>Product</Th>
          <Th>Format</Th>
          <Th
            href={resourcesHref(filters, { sort: "newest" })}
            {...(sort === "newest" ? { sorted: "descending" as const } : {})}
          >
            Published
          </Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                  <RowLink href={routes.resource(row.id)}>{row.title}</RowLink>
                  <span className="max-w-[60ch] text-sm font-normal text-muted">{row.summary}</span>
                </span>
              </Td>
              <Td label="Kind">{KIND_LABELS[row.kind]}</Td>
              <Td label="Product">
                {productWords(row) ?? "All products"}
                {row.isOwn && <span className="block text-muted">Your product</span>}
              </Td>
              <Td label="Format" muted>
                {versionWords(row.version) || "Text"}
              </Td>
              <Td label="Published">{row.publishAt && <Day value={businessDayOf(row.publishAt, zone)} />}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
