import type { ReactNode } from "react";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { BulkBar } from "@/components/ui/bulk-bar";
import type { Choice } from "@/components/ui/choices";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { boxForm, RowBoxForm } from "@/components/ui/row-box";
import type { FormAction } from "@/lib/gate/actions/result";
import type { ListPage as Page } from "@/lib/kit/lists/page";
import { businessNow, systemNow } from "@/lib/kit/time";
import type { DeedDone as Deed } from "@/lib/people/bulk-deeds/queries";
import { deedKey } from "@/lib/people/bulk-deeds/schema";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadCursor } from "@/lib/threads/schema";
import type { BulkKind } from "@/lib/threads/staff/bulk/schema";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { snoozeChoices } from "@/lib/threads/staff/snoozes/rules";
import { DeedDone } from "./deed-done";
import { ThreadFaces } from "./thread-faces";

/** What the viewer may do to several rows at once. */
interface Bulk {
  readonly workers: readonly Worker[];
  /** Staff id of the viewer, who is offered first. */
  readonly me: string;
  readonly statuses: readonly Choice[];
  /** On whose clocks the times are until which rows sleep. */
  readonly zone: string;
  readonly actions: Readonly<Record<"assign" | "status" | "snooze" | "close" | "undo", FormAction>>;
  /** What was just done. */
  readonly deed: Deed | null;
  /** Numbers that the address has chosen. */
  readonly chosen: readonly string[];
}

interface Props {
  kind: BulkKind;
  /** A line under the list. */
  detail: string;
  list: Page<{ readonly number: string }, ThreadCursor>;
  /** Address of the list at a cursor; null for its beginning. */
  href: (cursor: ThreadCursor | null) => string;
  bar: ReactNode;
  /** Null for who may only read. */
  bulk: Bulk | null;
  /** What the search looks through, and the text of an empty queue. */
  searched: string;
  nothing: string;
  /** The table. */
  children: ReactNode;
}

/** The page of a queue: reloads its data when something happens, and every minute for the answer clocks. */
export function QueuePage({ kind, detail, list, href, bar, bulk, searched, nothing, children }: Props) {
  return (
    <>
      <LiveRefresh />
      <MinuteRefresh />
      <ListPage
        list={list}
        href={href}
        bar={bar}
        empty={<ListEmpty thing={kindOf(kind).noun} href={href(null)} searched={searched} nothing={nothing} />}
      >
        {children}
        {bulk && <Choosing kind={kind} bulk={bulk} href={href(null)} numbers={list.rows.map(({ number }) => number)} />}
      </ListPage>
      <p className="mt-2 text-xs text-muted">{detail}</p>
      {bulk?.deed && <DeedDone kind={kind} deed={bulk.deed} undoAction={bulk.actions.undo} href={href(null)} />}
    </>
  );
}

interface ChoosingProps {
  kind: BulkKind;
  bulk: Bulk;
  href: string;
  numbers: readonly string[];
}

/** The form of the rows' boxes, and the bar for what was chosen. */
function Choosing({ kind, bulk, href, numbers }: ChoosingProps) {
  const { workers, me, statuses, zone, actions, chosen, deed } = bulk;
  const query = href.split("?")[1] ?? "";
  const { noun } = kindOf(kind);
  const isMe = ({ id }: Worker) => id === me;
  const [own, others] = [workers.filter(isMe), workers.filter((worker) => !isMe(worker))];
  return (
    <>
      <RowBoxForm list={kind} href={href} things={`${noun}s`} />
      <BulkBar
        key={`${href} ${deedKey(deed)} ${chosen.join()}`}
        form={boxForm(kind)}
        noun={[noun, `${noun}s`]}
        query={query}
        chosen={chosen.filter((number) => numbers.includes(number))}
      >
        <ThreadFaces
          workers={[...own.map(({ id, name }) => ({ id, name: `${name} (you)` })), ...others]}
          statuses={statuses}
          snoozes={snoozeChoices(businessNow(), zone)}
          actions={{ assign: actions.assign, status: actions.status, snooze: actions.snooze, close: actions.close }}
          ids={{ assign: uuidv7(), status: uuidv7(), snooze: uuidv7(), close: uuidv7() }}
          seenAt={systemNow().toString({ fractionalSecondDigits: 3 })}
        />
      </BulkBar>
    </>
  );
}
