import { ThreadLead } from "@/components/threads/thread-lead";
import { LastActivity } from "@/components/threads/thread-table";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { ChatRow } from "@/lib/threads/chats/list/queries";
import { Outcome } from "./chat-table";

/** The latest chats that have ended; nothing where there is none. */
export function PastChats({ chats }: { chats: readonly ChatRow[] }) {
  if (chats.length === 0) return null;
  return (
    <Panel title="Earlier chats" flush action={<TextLink href={routes.caseChats}>All chats</TextLink>}>
      <ul className="grid divide-y divide-line">
        {chats.map(({ number, subject, unread, outcome, caseNumber, ...row }) => (
          <li key={number} className="relative px-4 py-3 text-sm">
            <ThreadLead href={routes.chat(number)} number={number} subject={subject} unread={unread}>
              <LastActivity row={row} />
              {(caseNumber !== null || outcome !== null) && " · "}
              <Outcome outcome={outcome} caseNumber={caseNumber} />
            </ThreadLead>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
