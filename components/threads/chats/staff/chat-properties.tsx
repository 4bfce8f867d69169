"use client";

import { ActionForm } from "@/components/forms/action-form";
import { StaffName } from "@/components/people/companies/staff/client-links";
import { IntoCase } from "@/components/threads/chats/chat-forms";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { ChatStatus } from "@/db/schema/constants";
import { endTalkAction, handOverAction, inviteAction, staffMakeCaseAction } from "@/lib/threads/chats/staff/actions";
import type { DeskAgent } from "@/lib/threads/chats/staff/desk/queries";
import type { NamedStaff } from "@/lib/threads/staff/people/queries";
import { ChatChoice } from "./chat-choice";

interface Props {
  number: string;
  status: ChatStatus;
  /** The chat became a case. */
  isCase: boolean;
  agents: readonly DeskAgent[];
  helpers: readonly string[];
  /** Who answers; null while nobody does. */
  owner: NamedStaff | null;
}

/** What an agent does with a chat beside writing. */
export function ChatProperties({ number, status, isCase, agents, helpers, owner }: Props) {
  const free = agents.filter(({ isAvailable }) => isAvailable);
  return (
    <Panel title="This chat">
      <div className="grid gap-4 text-sm">
        {owner !== null && (
          <p>
            <span className="text-muted">Answered by</span> <StaffName member={owner} />
          </p>
        )}
        {status === "in_progress" && (
          <>
            <ChatChoice
              action={handOverAction}
              label="Hand over"
              number={number}
              name="to"
              first="Choose who takes over"
            >
              <option value="queue">Head of the queue</option>
              {free.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </ChatChoice>
            <ChatChoice
              action={inviteAction}
              label="Ask to join"
              number={number}
              name="colleague"
              first="Choose a colleague"
            >
              {agents.map(({ id, name, isAvailable, awayReason }) => (
                <option key={id} value={id} disabled={helpers.includes(id)}>
                  {name}
                  {helpers.includes(id) ? " (asked)" : isAvailable ? "" : ` (${awayReason?.toLowerCase() ?? "away"})`}
                </option>
              ))}
            </ChatChoice>
            <div className="grid gap-2 border-t border-line pt-4">
              <h3 className="text-muted">End the chat</h3>
              <div className="flex flex-wrap gap-2">
                <End number={number} outcome="solved" button="Solved" />
                <End number={number} outcome="unsolved" button="Not solved" />
              </div>
              <p className="text-xs text-muted">Not solved: it becomes a case.</p>
            </div>
          </>
        )}
        {!isCase && (
          <div className="border-t border-line pt-4">
            <IntoCase action={staffMakeCaseAction} number={number} side="staff" />
          </div>
        )}
      </div>
    </Panel>
  );
}

function End({ number, outcome, button }: { number: string; outcome: string; button: string }) {
  return (
    <ActionForm action={endTalkAction} label={button} className="grid">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="outcome" value={outcome} />
      <button type="submit" className={buttonClass("secondary")}>
        {button}
      </button>
    </ActionForm>
  );
}
