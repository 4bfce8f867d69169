"use client";

import { type ReactNode, useState } from "react";
import { useShared } from "@/components/threads/thread-store";
import { Avatar } from "@/components/ui/avatar";
import { Callout } from "@/components/ui/callout";
import { type Colleague, useColleagues } from "./use-colleagues";

interface Props {
  threadId: string;
  /** Newest message of the page. */
  newestId: string | null;
  /** The composer. */
  children: ReactNode;
}

/**
 * Who of the colleagues is in the room, above the composer. A collision is told before it happens: somebody writes an
 * answer, or has answered since the viewer opened the thread.
 */
export function Colleagues({ threadId, newestId, children }: Props) {
  const { colleagues, tellWriting } = useColleagues(threadId);
  const { colleague } = useShared(threadId);
  const [opened] = useState(newestId);
  const writing = colleagues.filter(({ isWriting }) => isWriting);
  const isNew = colleague !== null && colleague.id !== opened;
  return (
    <div
      className="grid gap-2"
      onInput={({ target }) => {
        if (target instanceof HTMLTextAreaElement && target.closest('[data-face="reply"]')) tellWriting();
      }}
    >
      <div role="status" className="grid gap-2 empty:hidden">
        {isNew && (
          <Callout tone="warning" title={`${colleague.name} has answered since you opened this.`}>
            Read it above before you send.
          </Callout>
        )}
        {writing.length > 0 && (
          <Callout tone="warning" title={`${namesOf(writing)} an answer right now.`}>
            Two answers would cross: ask in an internal note, or wait.
          </Callout>
        )}
        {writing.length === 0 && colleagues.length > 0 && (
          <p className="flex items-center gap-2 text-xs text-muted">
            {colleagues.slice(0, 3).map(({ person, name }) => (
              <Avatar key={person} name={name} size="small" />
            ))}
            {lookersOf(colleagues)} looking at this too.
          </p>
        )}
      </div>
      {children}
    </div>
  );
}

/** `Kim Duarte is writing`, `Kim Duarte and Lee Park are writing` */
const namesOf = (people: readonly Colleague[]) =>
  `${listed(people)} ${people.length === 1 ? "is writing" : "are writing"}`;
const lookersOf = (people: readonly Colleague[]) => `${listed(people)} ${people.length === 1 ? "is" : "are"}`;

function listed(people: readonly Colleague[]): string {
  const [first, second] = people;
  if (!second) return first?.name ?? "";
  if (people.length === 2) return `${first?.name} and ${second.name}`;
  return `${first?.name}, ${second.name} and ${people.length - 2} more`;
}
