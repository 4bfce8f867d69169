import clsx from "clsx";
import { Lock, MailWarning } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { buttonClass } from "@/components/ui/button";
import {
  itemAnchor,
  itemKey,
  type ThreadItem,
  type ThreadMessage,
  type ThreadNote,
  type UnverifiedMail,
  whenOf,
} from "@/lib/threads/types";
import { eventWords, type ThreadLabels } from "./event-words";
import { FileList } from "./file-list";
import { listedItems } from "./merge";
import { MessageText } from "./message-text";

export type ThreadSide = "client" | "staff";

/** How an agent dismisses unverified mail: a form with the mail's id as `mail`, and the fields of `hidden`. */
export interface DismissMail {
  readonly action: (form: FormData) => Promise<void>;
  readonly hidden: Readonly<Record<string, string>>;
}

interface Props {
  items: readonly ThreadItem[];
  side: ThreadSide;
  /** The word for the thread, in lower case, such as `case`. */
  noun: string;
  /** Name of the firm, shown beside the names of its people. */
  firm: string;
  labels: ThreadLabels;
  dismissMail?: DismissMail | undefined;
}

/** Newest items that are laid out at once; the browser lays out older ones when they are scrolled to. */
const LAID_OUT = 30;
const LATER = "[content-visibility:auto] [contain-intrinsic-size:auto_8rem] print:[content-visibility:visible]";

/** The items of a thread in order, under headings for the days. */
export function ThreadItems({ items, side, noun, firm, labels, dismissMail }: Props) {
  const listed = listedItems(items);
  return listed.map((item, index) => {
    const previous = listed[index - 1];
    return (
      <Fragment key={itemKey(item)}>
        {previous?.day !== item.day && <Day>{item.day}</Day>}
        <li
          id={itemAnchor(item.kind, item.id)}
          className={clsx("scroll-mt-20 break-inside-avoid-page", index < listed.length - LAID_OUT && LATER)}
        >
          {item.kind === "event" ? (
            <QuietLine item={item}>{eventWords(item, labels, noun)}</QuietLine>
          ) : item.kind === "unverified" ? (
            <Unverified mail={item} noun={noun} dismiss={dismissMail} />
          ) : (
            <Said item={item} side={side} firm={firm} />
          )}
        </li>
      </Fragment>
    );
  });
}

function Day({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-center gap-3 text-xs font-semibold text-muted">
      <span aria-hidden className="h-px flex-1 bg-line" />
      {children}
      <span aria-hidden className="h-px flex-1 bg-line" />
    </li>
  );
}

function When({ item }: { item: ThreadItem }) {
  return (
    <time dateTime={item.at} title={whenOf(item)} className="tabular text-xs whitespace-nowrap text-muted">
      {item.hour}
    </time>
  );
}

function QuietLine({ item, children }: { item: ThreadItem & { kind: "event" }; children: ReactNode }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 pl-12 text-sm text-muted">
      {item.internal && <Internal />}
      <span className="min-w-0 wrap-anywhere">{children}</span>
      <When item={item} />
    </p>
  );
}

function Internal() {
  return (
    <span className="inline-flex items-center gap-1 self-center text-xs font-semibold text-warning">
      <Lock aria-hidden size={12} />
      Internal
    </span>
  );
}

function Said({ item, side, firm }: { item: ThreadMessage | ThreadNote; side: ThreadSide; firm: string }) {
  const isNote = item.kind === "note";
  const isFirm = item.author.kind === "staff";
  return (
    <article
      aria-label={`${isNote ? "Internal note by " : ""}${item.author.name}, ${whenOf(item)}`}
      className="flex gap-3"
    >
      <Avatar name={item.author.name} />
      <div
        className={clsx(
          "forced-border grid min-w-0 flex-1 gap-2 rounded-lg border px-4 py-3",
          isNote
            ? "border-warning-mark/50 bg-warning-soft"
            : isFirm
              ? "border-accent-line bg-accent-soft"
              : "border-line bg-surface",
        )}
      >
        <header className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-sm">
          <span className="min-w-0 wrap-anywhere font-semibold">{item.author.name}</span>
          {item.author.isMe && <span className="text-xs text-muted">You</span>}
          {isFirm && !isNote && <span className="text-xs text-muted">{firm}</span>}
          {isNote && (
            <span className="inline-flex items-center gap-1 text-xs font-semibold text-warning">
              <Lock aria-hidden size={12} />
              Internal note
            </span>
          )}
          {item.kind === "message" && item.source === "mail" && <span className="text-xs text-muted">by mail</span>}
          <span className="ml-auto">
            <When item={item} />
          </span>
        </header>
        <MessageText text={item.body} />
        {item.kind === "message" && item.folded !== null && (
          <details className="text-sm text-muted">
            <summary className="w-fit cursor-pointer">Show signature</summary>
            <div className="pt-2">
              <MessageText text={item.folded} />
            </div>
          </details>
        )}
        {item.files.length > 0 && <FileList files={item.files} isStaff={side === "staff"} />}
      </div>
    </article>
  );
}

interface UnverifiedProps {
  mail: UnverifiedMail;
  /** The word for the thread, in lower case, such as `case`. */
  noun: string;
  dismiss: DismissMail | undefined;
}

function Unverified({ mail, noun, dismiss }: UnverifiedProps) {
  return (
    <article aria-label={`Unverified mail from ${mail.from}, ${whenOf(mail)}`} className="flex gap-3">
      <span aria-hidden className="grid size-9 flex-none place-items-center rounded-full bg-danger-soft text-danger">
        <MailWarning size={16} />
      </span>
      <div className="forced-border grid min-w-0 flex-1 gap-2 rounded-lg border border-dashed border-danger-mark bg-surface px-4 py-3">
        <header className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-semibold text-danger">Unverified mail</span>
          <span className="min-w-0 wrap-anywhere text-muted">from {mail.from || "an unknown sender"}</span>
          <span className="ml-auto">
            <When item={mail} />
          </span>
        </header>
        <p className="text-sm text-muted">
          It came to this {noun}’s reply address. The client does not see it. {mail.reason}
        </p>
        {mail.subject && <p className="wrap-anywhere text-sm font-semibold">{mail.subject}</p>}
        <MessageText text={mail.body} />
        {dismiss && (
          <form action={dismiss.action} className="no-print">
            {Object.entries(dismiss.hidden).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <input type="hidden" name="mail" value={mail.id} />
            <button type="submit" className={buttonClass("secondary", "small")}>
              Dismiss
            </button>
          </form>
        )}
      </div>
    </article>
  );
}
