import { SelectField } from "@/components/forms/fields";
import { Composer } from "@/components/threads/composer";
import { Panel } from "@/components/ui/panel";
import { STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/cases/rules";
import { answerCaseAction, noteCaseAction } from "@/lib/threads/cases/staff/actions";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import { CannedPicker } from "./canned-picker";

interface Props {
  found: StaffCase;
  replies: readonly CannedReply[];
  staffId: string;
  /** UUIDs (version 7) made for this page. */
  answerId: string;
  noteId: string;
}

/** What closing with an answer is called; the rest is the status's own name. */
const CLOSES = "Closed: solved";

/** The answer to the client and, apart and on another ground, the note that no client sees. */
export function AnswerPanels({ found, replies, staffId, answerId, noteId }: Props) {
  const { id, number, status, filedBy } = found;
  const [usual, ...others] = TRANSITIONS.answer[status];
  return (
    <>
      <Panel title="Answer the client" className="no-print">
        <Composer
          action={answerCaseAction}
          threadId={id}
          formId={answerId}
          hidden={{ number }}
          draftKey={`${staffId}:staff-case:${id}:answer`}
          newestId={found.thread.newestMessageId}
          help={`${filedBy.name}, everybody who takes part and the company’s other readers of this case see it. It goes out by mail.`}
          values={{ then: usual ?? "" }}
        >
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {replies.length > 0 && <CannedPicker replies={replies} />}
            <SelectField name="then" label="After sending">
              {[usual, ...others].map(
                (choice) =>
                  choice && (
                    <option key={choice} value={choice}>
                      {choice !== "closed"
                        ? STAFF_STATUS_LABELS[choice]
                        : status === "closed"
                          ? "Leave it closed"
                          : CLOSES}
                    </option>
                  ),
              )}
            </SelectField>
          </div>
        </Composer>
        {replies.length > 0 && <TextsToCopy replies={replies} />}
      </Panel>
      <Composer
        kind="note"
        action={noteCaseAction}
        threadId={id}
        formId={noteId}
        hidden={{ number }}
        draftKey={`${staffId}:staff-case:${id}:note`}
        help="For staff only. No client sees it, and nobody is mailed."
      />
    </>
  );
}

/** The texts themselves, for a browser without scripts. */
export function TextsToCopy({ replies }: { replies: readonly CannedReply[] }) {
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
