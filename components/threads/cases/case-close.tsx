import { RadioField } from "@/components/forms/radio-field";
import { CloseThread } from "@/components/threads/close-thread";
import { closeCaseAction } from "@/lib/threads/cases/actions";
import { CLOSE_REASON_LABELS, REOPEN_DAYS } from "@/lib/threads/cases/rules";

const reasons = [
  { value: "solved", label: CLOSE_REASON_LABELS.solved, help: "It works again, or your question is answered." },
  { value: "withdrawn", label: CLOSE_REASON_LABELS.withdrawn, help: "It no longer matters, or was filed by mistake." },
];

export function CaseClose({ number }: { number: string }) {
  return (
    <CloseThread
      kind="case"
      action={closeCaseAction}
      number={number}
      // Preset: without JavaScript, the error for a missing reason would be inside a closed <details>.
      values={{ reason: "solved" }}
      help={`For ${REOPEN_DAYS} days a reply opens it again. A later one files a new case linked to it.`}
    >
      <RadioField name="reason" legend="Why do you close it?" options={reasons} />
    </CloseThread>
  );
}
