import { SelectField } from "@/components/forms/fields";
import { TextsToCopy } from "@/components/threads/cases/staff/answer-panel";
import { CannedPicker } from "@/components/threads/cases/staff/canned-picker";
import { Composer } from "@/components/threads/composer";
import { Panel } from "@/components/ui/panel";
import { STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/requests/rules";
import { answerRequestAction, noteRequestAction } from "@/lib/threads/requests/staff/actions";
import type { StaffRequest } from "@/lib/threads/requests/staff/queries";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";

interface Props {
  found: StaffRequest;
  replies: readonly CannedReply[];
  staffId: string;
  /** UUIDs (version 7) made for this page. */
  answerId: string;
  noteId: string;
}

/** The answer to the client and, apart and on another ground, the note that no client sees. */
export function AnswerPanels({ found, replies, staffId, answerId, noteId }: Props) {
  const { id, number, status, askedBy, kind } = found;
  const choices = TRANSITIONS.answer[status];
  const readers =
    kind === "change"
      ? `${askedBy.name} sees it.`
      : `${askedBy.name} and colleagues who see the company’s requests read it.`;
  return (
    <>
      <Panel title="Answer the client" className="no-print">
        <Composer
          action={answerRequestAction}
          threadId={id}
          formId={answerId}
          hidden={{ number }}
          draftKey={`${staffId}:staff-request:${id}:answer`}
          newestId={found.thread.newestMessageId}
          help={`${readers} It goes out by mail.`}
          values={{ then: choices[0] ?? "" }}
        >
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {replies.length > 0 && <CannedPicker replies={replies} />}
            <SelectField name="then" label="After sending">
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice === "closed" && status === "closed" ? "Leave it closed" : STAFF_STATUS_LABELS[choice]}
                </option>
              ))}
            </SelectField>
          </div>
        </Composer>
        {replies.length > 0 && <TextsToCopy replies={replies} />}
      </Panel>
      <Composer
        kind="note"
        action={noteRequestAction}
        threadId={id}
        formId={noteId}
        hidden={{ number }}
        draftKey={`${staffId}:staff-request:${id}:note`}
        help="For staff only. No client sees it, and nobody is mailed."
      />
    </>
  );
}
