import { CompanyLink, ContactLink } from "@/components/people/companies/staff/client-links";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { LastActivity, ThreadTable } from "@/components/threads/thread-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { RowBox } from "@/components/ui/row-box";
import { routes } from "@/lib/routes";
import type { StaffChatRow } from "@/lib/threads/chats/staff/list/queries";

export const CHAT_LIST = "chat";

interface Props {
  rows: readonly StaffChatRow[];
  brands: BrandNames;
  /** Numbers that the address has chosen. */
  chosen: readonly string[];
  /** Address of the list at this page, and what was just done to it: with another the table begins anew. */
  place: string;
}

/** Chats as a table, each row a link to the chat. */
export function StaffChatTable({ rows, brands, chosen, place }: Props) {
  return (
    <ThreadTable
      caption="Chats"
      rows={rows}
      lead={{
        ...{ title: "Chat", className: "md:min-w-40 xl:min-w-52" },
        href: ({ number }) => routes.staffChat(number),
        about: ({ client }) => <ContactLink contact={client} inRow />,
      }}
      work={{
        ...{ place, answers: true },
        box: ({ number }) => <RowBox list={CHAT_LIST} value={number} name={number} checked={chosen.includes(number)} />,
      }}
      columns={[
        {
          ...{ title: "Company", isNarrow: true },
          cell: ({ company, brand }) => (
            <span className="cell-pair text-right md:text-left">
              <span>
                <CompanyLink company={company} inRow />
              </span>
              <BrandTag name={brands[brand]} />
            </span>
          ),
        },
        { title: "Status", cell: ({ status }) => <ThreadStatusDot kind="chat" status={status} side="staff" /> },
        {
          ...{ title: "Agent", isNarrow: true },
          cell: ({ agent }) =>
            agent ? (
              <span>
                {agent.name}
                {agent.isMe && " (you)"}
              </span>
            ) : (
              <span className="text-muted">Nobody</span>
            ),
        },
        { title: "Last activity", cell: (row) => <LastActivity row={row} /> },
      ]}
    />
  );
}
