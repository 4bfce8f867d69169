import { ThreadStatusDot } from "@/components/threads/thread-status";
import { lastActivity, ThreadTable } from "@/components/threads/thread-table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { ChatRow } from "@/lib/threads/chats/list/queries";
import { OUTCOME_LABELS } from "@/lib/threads/chats/rules";

/** A client's own chats. */
export function ChatTable({ rows }: { rows: readonly ChatRow[] }) {
  return (
    <ThreadTable
      caption="Chats"
      rows={rows}
      lead={{
        title: "Chat",
        href: ({ number }) => routes.chat(number),
        about: ({ product }) => product,
        className: "md:min-w-40 xl:min-w-64",
      }}
      columns={[
        { title: "Status", cell: ({ status }) => <ThreadStatusDot kind="chat" status={status} side="client" /> },
        { title: "How it ended", cell: Outcome },
        lastActivity(),
      ]}
    />
  );
}

/** A link to the case that the chat became, else how it ended. */
export function Outcome({ caseNumber, outcome }: Pick<ChatRow, "caseNumber" | "outcome">) {
  if (caseNumber === null) return outcome ? OUTCOME_LABELS.client[outcome] : null;
  return (
    <TextLink href={routes.case(caseNumber)} className="tabular relative z-10">
      {caseNumber}
    </TextLink>
  );
}
