import { v7 as uuidv7 } from "uuid";
import { SelectField } from "@/components/forms/fields";
import { Composer } from "@/components/threads/composer";
import { TextLink } from "@/components/ui/text-link";
import type { ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { closedFor } from "@/lib/threads/cases/rules";
import { kindOf } from "@/lib/threads/kinds";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import { repliesHref } from "@/lib/threads/staff/canned-replies/schema";
import type { Worker } from "@/lib/threads/staff/people/queries";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { CannedPicker } from "./canned-picker";
import { Faces } from "./faces";
import { MentionPicker } from "./mention-picker";

interface Props {
  kind: ThreadKind;
  found: StaffThread<ThreadKind>;
  actions: { readonly answer: FormAction; readonly note: FormAction };
  /** Sentence that says who will read the answer. */
  seenBy: string;
  replies: readonly CannedReply[];
  /** Colleagues who can be asked in a note. */
  readers: readonly Worker[];
  staffId: string;
}

/** The composer of a room: the answer to the client and, on its other face and amber, the internal note. */
export function AnswerPanels({ kind, found, actions, seenBy, replies, readers, staffId }: Props) {
  const { id, number, status, thread } = found;
  const choices = kindOf(kind).transitions.answer[status];
  return (
    <Faces
      reply={
        <>
          <Composer
            dense
            action={actions.answer}
            threadId={id}
            formId={uuidv7()}
            hidden={{ number }}
            draftKey={`${staffId}:staff-${kind}:${id}:answer`}
            newestId={thread.newestMessageId}
            help={`${seenBy} It goes out by mail.`}
            values={{ then: choices[0] ?? "" }}
          >
            <SelectField name="then" label="After sending" inline>
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice === "closed" && status === "closed" ? "Leave it closed" : choiceWords(kind, choice)}
                </option>
              ))}
            </SelectField>
            {replies.length > 0 && <CannedPicker replies={replies} />}
            <TextLink href={repliesHref({ brand: found.brand.key, kind })} className="text-sm">
              Edit canned replies
            </TextLink>
          </Composer>
          {replies.length > 0 && <TextsToCopy replies={replies} />}
        </>
      }
      note={
        <Composer
          dense
          kind="note"
          action={actions.note}
          threadId={id}
          formId={uuidv7()}
          hidden={{ number }}
          draftKey={`${staffId}:staff-${kind}:${id}:note`}
          help="For staff only. No client sees it; whoever you name as @Name is told."
        >
          <MentionPicker people={readers.filter((reader) => reader.id !== staffId)} />
        </Composer>
      }
    />
  );
}

/** Name of the status, with the reason where it closes the thread. */
function choiceWords(kind: ThreadKind, choice: ThreadStatus): string {
  const { staffLabels, closedByAnswer } = kindOf(kind);
  return choice === "closed" && closedByAnswer ? closedFor(closedByAnswer) : staffLabels[choice];
}

/** Canned replies as text to copy, for a browser without scripts. */
function TextsToCopy({ replies }: { replies: readonly CannedReply[] }) {
  return (
    <noscript>
      <details className="mt-4 text-sm">
        <summary className="cursor-pointer font-semibold">Canned replies to copy</summary>
        <dl className="mt-2 grid gap-3">
          {replies.map(({ id, title, text }) => (
            <div key={id}>
              <dt className="font-semibold">{title}</dt>
              <dd className="wrap-anywhere whitespace-pre-wrap">{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </noscript>
  );
}
