import { v7 as uuidv7 } from "uuid";
import { SelectField } from "@/components/forms/fields";
import { Composer } from "@/components/threads/composer";
import { Panel } from "@/components/ui/panel";
import type { ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { closedFor } from "@/lib/threads/cases/rules";
import { kindOf } from "@/lib/threads/kinds";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { CannedPicker } from "./canned-picker";

interface Props {
  kind: ThreadKind;
  found: StaffThread<ThreadKind>;
  actions: { readonly answer: FormAction; readonly note: FormAction };
  /** Sentence that says who will read the answer. */
  seenBy: string;
  replies: readonly CannedReply[];
  staffId: string;
}

/** The answer to the client and, with another background, the internal note. */
export function AnswerPanels({ kind, found, actions, seenBy, replies, staffId }: Props) {
  const { id, number, status, thread } = found;
  const choices = kindOf(kind).transitions.answer[status];
  return (
    <>
      <Panel title="Answer the client" className="no-print">
        <Composer
          action={actions.answer}
          threadId={id}
          formId={uuidv7()}
          hidden={{ number }}
          draftKey={`${staffId}:staff-${kind}:${id}:answer`}
          newestId={thread.newestMessageId}
          help={`${seenBy} It goes out by mail.`}
          values={{ then: choices[0] ?? "" }}
        >
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {replies.length > 0 && <CannedPicker replies={replies} />}
            <SelectField name="then" label="After sending">
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice === "closed" && status === "closed" ? "Leave it closed" : choiceWords(kind, choice)}
                </option>
              ))}
            </SelectField>
          </div>
        </Composer>
        {replies.length > 0 && <TextsToCopy replies={replies} />}
      </Panel>
      <Composer
        kind="note"
        action={actions.note}
        threadId={id}
        formId={uuidv7()}
        hidden={{ number }}
        draftKey={`${staffId}:staff-${kind}:${id}:note`}
        help="For staff only. No client sees it, and nobody is mailed."
      />
    </>
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
