import { ThreadLead } from "@/components/threads/thread-lead";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { PastChat } from "@/lib/threads/chats/queries";
import { OUTCOME_LABELS } from "@/lib/threads/chats/rules";

/** Chats that have ended; nothing where there is none. */
export function PastChats({ chats }: { chats: readonly PastChat[] }) {
  if (chats.length === 0) return null;
  return (
    <Panel title="Earlier chats" flush>
      <ul className="grid divide-y divide-line">
        {chats.map(({ number, subject, unread, activeWhen, outcome, caseNumber }) => (
          <li key={number} className="relative px-4 py-3 text-sm">
            <ThreadLead href={routes.chat(number)} number={number} subject={subject} unread={unread}>
              {activeWhen}
              {caseNumber === null ? (
                outcome && ` · ${outcome === "left" ? "Ended by you" : OUTCOME_LABELS[outcome]}`
              ) : (
                <>
                  {" · "}
                  <TextLink href={routes.case(caseNumber)} className="tabular relative z-10">
                    {caseNumber}
                  </TextLink>
                </>
              )}
            </ThreadLead>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
