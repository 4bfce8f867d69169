import clsx from "clsx";
import { ActionForm } from "@/components/forms/action-form";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { KeysHelp } from "@/components/ui/keys-help";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { RowKeys } from "@/components/ui/row-keys";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import { takeChatAction } from "@/lib/threads/chats/staff/actions";
import type { Desk, DeskRow } from "@/lib/threads/chats/staff/desk/queries";
import { Availability } from "./availability";
import { Since } from "./since";

interface Props {
  desk: Desk;
  /** System time of this page, in milliseconds since the epoch. */
  now: number;
  /** Number of the chat that is shown beside it. */
  shown?: string;
}

/** The agents' desk: whether one is available, one's talks, and the queue. */
export function DeskColumn(props: Props) {
  // Beside a chat its own keys count.
  if (props.shown !== undefined) return <Column {...props} />;
  return (
    <RowKeys>
      <Column {...props} />
      <div className="mt-2">
        <KeysHelp />
      </div>
    </RowKeys>
  );
}

function Column({ desk: { me, mine, queue }, now, shown }: Props) {
  return (
    <div className="grid content-start gap-4">
      <Availability isAvailable={me.isAvailable} awayReason={me.awayReason} />
      <Panel
        title="Your chats"
        action={
          <span className="tabular text-muted">{`${mine.filter(({ isOwn }) => isOwn).length} of ${me.talks}`}</span>
        }
        flush
      >
        {mine.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-muted">Take a chat from the queue.</p>
        ) : (
          <ul className="grid divide-y divide-line border-t border-line">
            {mine.map((row) => (
              <li key={row.number} className={clsx("relative", row.number === shown && "bg-accent-soft")}>
                <Row row={row} now={now} isShown={row.number === shown} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Queue" action={<span className="tabular text-muted">{queue.length}</span>} flush>
        {queue.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-muted">Nobody waits.</p>
        ) : (
          <ol className="grid divide-y divide-line border-t border-line">
            {queue.map((row) => (
              <li key={row.number} className="relative grid gap-2 pb-3">
                <Row row={row} now={now} isShown={row.number === shown} />
                <ActionForm action={takeChatAction} label={`Take ${row.number}`} className="relative z-10 grid px-4">
                  <input type="hidden" name="number" value={row.number} />
                  <SubmitButton size="small">Take</SubmitButton>
                </ActionForm>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </div>
  );
}

function Row({ row, now, isShown }: { row: DeskRow; now: number; isShown: boolean }) {
  const { number, subject, clientName, company, since, isUnread, isBack, isOwn, isInvited, status } = row;
  return (
    <div className="grid gap-0.5 px-4 pt-3 pb-3 text-sm">
      <span className="flex items-baseline gap-2">
        {isUnread && <span aria-hidden className="forced-border size-2 flex-none rounded-full bg-accent" />}
        <Link
          href={routes.staffChat(number)}
          aria-current={isShown ? "page" : undefined}
          className={clsx("stretched row-link min-w-0 wrap-anywhere", !isUnread && "font-normal")}
        >
          {isUnread && <VisuallyHidden>Unread: </VisuallyHidden>}
          {clientName}
        </Link>
        <span className="ml-auto flex-none text-xs whitespace-nowrap text-muted">
          <Since at={since} now={now} />
        </span>
      </span>
      <span className="text-xs">
        <CompanyLink company={company} inRow />
      </span>
      <span className="wrap-anywhere">{subject}</span>
      {status === "new" && isBack && <span className="text-xs text-warning">Handed back: first in the queue</span>}
      {status === "in_progress" && !isOwn && (
        <span className="text-xs text-muted">{isInvited ? "You were asked to join" : "You follow it"}</span>
      )}
    </div>
  );
}
