import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { LookList } from "@/lib/people/looks/queries";
import { capacityWords, LOOK_LABELS } from "@/lib/people/looks/rules";
import { looksHref } from "@/lib/people/looks/schema";

interface Props {
  list: LookList;
  /** The name of the firm. */
  firm: string;
  before: string | null;
}

/** Which of the firm's people opened data of the viewer's company, by day. */
export function LooksPanel({ list, firm, before }: Props) {
  const { lines, olderThan } = list;
  return (
    <>
      {lines.length === 0 ? (
        <Panel>
          <p className="text-sm text-muted">
            {before ? "Nobody looked before this day." : `Nobody at ${firm} has opened what you may see here.`}
          </p>
        </Panel>
      ) : (
        <Panel flush>
          <Table caption="Who looked">
            <Thead>
              <Th>Who</Th>
              <Th>As</Th>
              <Th>Opened</Th>
              <Th>Day</Th>
            </Thead>
            <Tbody>
              {lines.map(({ day, staffId, name, roles, kinds }) => (
                <Tr key={`${day} ${staffId} ${roles.join(" ")}`}>
                  <Td lead>{name}</Td>
                  <Td label="As">{capacityWords(roles)}</Td>
                  <Td label="Opened">{kinds.map((kind) => LOOK_LABELS[kind]).join(", ")}</Td>
                  <Td label="Day">
                    <Day value={day} />
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Panel>
      )}
      {(before || olderThan) && (
        <p className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
          {before && <TextLink href={looksHref(null)}>Newest</TextLink>}
          {olderThan && <TextLink href={looksHref(olderThan)}>Older</TextLink>}
        </p>
      )}
    </>
  );
}
