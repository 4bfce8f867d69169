"use client";

import { useEffect, useMemo, useRef } from "react";
import { Avatar } from "@/components/ui/avatar";
import { routes } from "@/lib/routes";
import { itemKey, type ThreadItem, type ThreadPage } from "@/lib/threads/types";
import type { ThreadLabels } from "./event-words";
import type { ItemForm } from "./item-form";
import { newestMessageId } from "./merge";
import { MessageText } from "./message-text";
import { ThreadItems, type ThreadSide } from "./thread-items";
import { type Outgoing, setShown, takeBack, useShared } from "./thread-store";
import { TypingLine } from "./typing-line";
import { useThread } from "./use-thread";
import type { MailActions } from "./waiting-mail";

interface Props {
  page: ThreadPage;
  side: ThreadSide;
  noun: string;
  firm: string;
  label: string;
  emptyText: string;
  labels: ThreadLabels;
  mailActions?: MailActions | undefined;
  decideFile?: ItemForm | undefined;
}

/** The thread in the browser: at first the page's items, then those that arrive. */
export function LiveThread({ page, side, noun, firm, label, emptyText, labels, mailActions, decideFile }: Props) {
  const { threadId } = page;
  const items = useThread(page);
  const shared = useShared(threadId);
  const outgoing = useConfirmed(threadId, items, shared.outgoing);
  useEffect(() => setShown(threadId, shownOf(items, side)), [threadId, items, side]);
  useReadMark(threadId, items);

  const list = useMemo(
    () => (
      <ThreadItems
        items={items}
        side={side}
        noun={noun}
        firm={firm}
        labels={labels}
        mailActions={mailActions}
        decideFile={decideFile}
      />
    ),
    [items, side, noun, firm, labels, mailActions, decideFile],
  );
  return (
    <div className="grid gap-1">
      {items.length === 0 && outgoing.length === 0 && <p className="text-sm text-muted">{emptyText}</p>}
      {/* role="log" announces items that are added, not those that were there at first. */}
      <div role="log" aria-label={label} aria-live="polite" aria-relevant="additions">
        <ol className="grid gap-4">
          {list}
          {outgoing.map((message) => (
            <Sending key={message.id} message={message} />
          ))}
        </ol>
      </div>
      <TypingLine threadId={threadId} items={items} />
    </div>
  );
}

const keyOf = ({ id, isNote }: Outgoing) => itemKey({ kind: isNote ? "note" : "message", id });

function lastKey(items: readonly ThreadItem[]): string | undefined {
  const last = items.at(-1);
  return last && itemKey(last);
}

function shownOf(items: readonly ThreadItem[], side: ThreadSide) {
  const said = items.filter((item) => item.kind === "message");
  const newest = said.at(-1);
  return {
    ...{ newest: newestMessageId(items), last: lastKey(items) ?? null },
    ownAt: newest?.author.isMe ? newest.at : null,
    colleague:
      side === "staff" && newest?.author.kind === "staff" && !newest.author.isMe
        ? { id: newest.id, name: newest.author.name }
        : null,
    others: said.filter(({ author }) => !author.isMe).length,
  };
}

/** Removes own messages from those being sent, once the thread holds them as stored. */
function useConfirmed(threadId: string, items: readonly ThreadItem[], outgoing: readonly Outgoing[]) {
  const stored = useMemo(() => new Set(items.map(itemKey)), [items]);
  const waiting = outgoing.filter((message) => !stored.has(keyOf(message)));
  useEffect(() => {
    for (const message of outgoing) if (stored.has(keyOf(message))) takeBack(threadId, message.id);
  }, [threadId, outgoing, stored]);
  return waiting;
}

/** Tells the server that the viewer has seen the newest item: once for each, and not in a hidden tab. */
function useReadMark(threadId: string, items: readonly ThreadItem[]): void {
  const newest = lastKey(items);
  const marked = useRef<string | undefined>(undefined);
  useEffect(() => {
    const mark = () => {
      if (document.hidden || newest === undefined || marked.current === newest) return;
      marked.current = newest;
      fetch(routes.apiThreadRead(threadId), { method: "POST" }).catch(() => {
        marked.current = undefined;
      });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [threadId, newest]);
}

function Sending({ message }: { message: Outgoing }) {
  return (
    <li className="flex gap-3 opacity-70">
      <Avatar name="You" />
      <div
        className={
          message.isNote
            ? "grid min-w-0 flex-1 gap-2 rounded-lg border border-warning-mark/50 bg-warning-soft px-4 py-3"
            : "grid min-w-0 flex-1 gap-2 rounded-lg border border-line bg-surface px-4 py-3"
        }
      >
        <p className="text-sm text-muted">Sending …</p>
        <MessageText text={message.body || (message.files === 1 ? "One file is attached." : "Files are attached.")} />
      </div>
    </li>
  );
}
