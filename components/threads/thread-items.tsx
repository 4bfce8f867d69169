import clsx from "clsx";
import { Lock } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import {
  itemAnchor,
  itemKey,
  type ThreadEvent,
  type ThreadItem,
  type ThreadMessage,
  type ThreadNote,
  type ThreadPerson,
  whenOf,
} from "@/lib/threads/types";
import { eventParts, personHref } from "./event-links";
import { eventWords, type ThreadLabels } from "./event-words";
import { FileList } from "./file-list";
import type { ItemForm } from "./item-form";
import { listedItems } from "./merge";
import { MessageText } from "./message-text";
import { type MailActions, WaitingMailItem } from "./waiting-mail";
import { When } from "./when";

export type ThreadSide = "client" | "staff";

interface Props {
  items: readonly ThreadItem[];
  side: ThreadSide;
  /** The word for the thread, in lower case, such as `case`. */
  noun: string;
  /** Name of the firm, shown beside the names of its people. */
  firm: string;
  labels: ThreadLabels;
  /** The forms to handle waiting mail, for viewers who answer the thread. */
  mailActions?: MailActions | undefined;
  /** The form with which staff release or discard a held file. It sends the file's id as `file`. */
  decideFile?: ItemForm | undefined;
}

/** Newest items that are laid out at once; the browser lays out older ones when they are scrolled to. */
const LAID_OUT = 30;
const LATER = "[content-visibility:auto] [contain-intrinsic-size:auto_8rem] print:[content-visibility:visible]";

/** The items of a thread in order, under headings for the days. */
export function ThreadItems({ items, side, noun, firm, labels, mailActions, decideFile }: Props) {
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
            <QuietLine item={item}>
              <EventWords event={item} words={eventWords(item, labels, noun)} side={side} />
            </QuietLine>
          ) : item.kind === "mail" ? (
            <WaitingMailItem mail={item} noun={noun} actions={mailActions} />
          ) : (
            <Said item={item} side={side} firm={firm} decideFile={decideFile} />
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

function QuietLine({ item, children }: { item: ThreadItem & { kind: "event" }; children: ReactNode }) {
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2 pl-12 text-sm text-muted">
        {item.internal && <Internal />}
        <span className="min-w-0 wrap-anywhere">{children}</span>
        <When item={item} />
      </p>
      {item.handover && (
        <blockquote className="mt-1 ml-12 border-l-2 border-line pl-3 text-sm">
          <MessageText text={item.handover.note} />
        </blockquote>
      )}
    </>
  );
}

function EventWords({ event, words, side }: { event: ThreadEvent; words: string; side: ThreadSide }) {
  if (side !== "staff") return words;
  return eventParts(event, words).map(({ text, href }) =>
    href === null ? (
      text
    ) : (
      <TextLink key={href} href={href}>
        {text}
      </TextLink>
    ),
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

interface SaidProps {
  item: ThreadMessage | ThreadNote;
  side: ThreadSide;
  firm: string;
  decideFile: ItemForm | undefined;
}

function Said({ item, side, firm, decideFile }: SaidProps) {
  const isNote = item.kind === "note";
  const mailFrom = isNote ? null : item.mailFrom;
  const isFirm = item.author.kind === "staff" && mailFrom === null;
  const by = mailFrom === null ? item.author.name : `By mail from ${mailFrom}, joined by ${item.author.name}`;
  return (
    <article aria-label={`${isNote ? "Internal note by " : ""}${by}, ${whenOf(item)}`} className="flex gap-3">
      <Avatar name={mailFrom ?? item.author.name} />
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
          <span className="min-w-0 wrap-anywhere font-semibold">
            {mailFrom !== null && `By mail from ${mailFrom}, joined by `}
            <Author person={item.author} side={side} />
          </span>
          {item.author.isMe && mailFrom === null && <span className="text-xs text-muted">You</span>}
          {isFirm && !isNote && <span className="text-xs text-muted">{firm}</span>}
          {isNote && (
            <span className="inline-flex items-center gap-1 text-xs font-semibold text-warning">
              <Lock aria-hidden size={12} />
              Internal note
            </span>
          )}
          {!isNote && item.source === "mail" && mailFrom === null && (
            <span className="text-xs text-muted">by mail</span>
          )}
          <span className="ml-auto">
            <When item={item} />
          </span>
        </header>
        <MessageText text={item.body} />
        {item.files.length > 0 && <FileList files={item.files} isStaff={side === "staff"} decide={decideFile} />}
        {!isNote && <OfMail message={item} side={side} />}
      </div>
    </article>
  );
}

/** The name of who wrote: for staff, it leads to the page of a client, or of a colleague who has one. */
function Author({ person, side }: { person: ThreadPerson; side: ThreadSide }) {
  const href = side === "staff" ? personHref(person) : null;
  return href === null ? person.name : <TextLink href={href}>{person.name}</TextLink>;
}

/** What a message that came by mail shows collapsed below its text, and the link to the whole mail. */
function OfMail({ message, side }: { message: ThreadMessage; side: ThreadSide }) {
  const { folded, foldedFiles, wholeMail } = message;
  const hasSignature = folded !== null || foldedFiles.length > 0;
  if (!hasSignature && wholeMail === null) return null;
  return (
    <div className="flex flex-wrap items-start gap-x-5 gap-y-1 text-sm text-muted">
      {hasSignature && (
        <details className="min-w-0 max-w-full">
          <summary className="w-fit cursor-pointer py-1">Show signature and quotes</summary>
          <div className="grid gap-2 pt-1">
            {folded !== null && <MessageText text={folded} />}
            {foldedFiles.length > 0 && <FileList files={foldedFiles} isStaff={side === "staff"} />}
          </div>
        </details>
      )}
      {wholeMail !== null && (
        <TextLink
          href={side === "staff" ? routes.staffReceivedMail(wholeMail) : routes.wholeMail(wholeMail)}
          className="no-print py-1"
        >
          Show the whole mail
        </TextLink>
      )}
    </div>
  );
}
