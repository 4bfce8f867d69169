import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField } from "@/components/forms/fields";
import { MessageText } from "@/components/threads/message-text";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { handOverCaseAction } from "@/lib/threads/cases/handover/actions";
import { lastHandover, type Shift, sinceWords } from "@/lib/threads/cases/handover/rules";
import type { CaseDetail } from "@/lib/threads/cases/queries";
import { itemAnchor, whenOf } from "@/lib/threads/types";

/** What the last handover means for the viewer: what happened since they had the case, or that they rest. */
export function CaseShift({ shift }: { shift: Shift | null }) {
  if (!shift) return null;
  const { handover } = shift;
  if (shift.kind === "resting") {
    return (
      <div id="handover" className="scroll-mt-20">
        <Callout title={`You handed this case to ${handover.after ?? "a colleague"}`}>
          {whenOf(handover)}. You still see it here, but its mail goes to your colleague until the case comes back to
          you or you write in it.
        </Callout>
      </div>
    );
  }
  const { left, since } = shift;
  const first = since[0];
  return (
    <div id="handover" className="scroll-mt-20">
      <Callout title={`${handover.actor?.name ?? "A colleague"} handed this case to you`}>
        <div className="grid gap-2">
          <p>{whenOf(handover)}. Its mail comes to you now.</p>
          <blockquote className="border-l-2 border-line pl-3">
            <MessageText text={handover.handover.note} />
          </blockquote>
          <p>
            {left ? `Since you last had it, ${whenOf(left)}: ` : "You have not had it before. In it: "}
            {sinceWords(since)}.{" "}
            {first && (
              <TextLink href={`#${itemAnchor(first.kind, first.id)}`}>
                {left ? "Go to what is new" : "Go to its beginning"}
              </TextLink>
            )}
          </p>
        </div>
      </Callout>
    </div>
  );
}

/** The form that hands a case to a colleague who may see it. */
export function CaseHandover({ detail, formId }: { detail: CaseDetail; formId: string }) {
  const { number, successors, companyName } = detail;
  return (
    <Panel title="Hand over">
      {successors.length === 0 ? (
        <p className="text-sm text-muted">
          Nobody else at {companyName} has the right to support cases, so there is nobody to hand it to.
        </p>
      ) : (
        <ActionForm
          key={lastHandover(detail.thread.items)?.id ?? "first"}
          action={handOverCaseAction}
          formId={formId}
          label="Hand over this case"
          className="no-print grid gap-3"
        >
          <input type="hidden" name="number" value={number} />
          <p className="text-sm text-muted">
            For example at the end of a shift. Your colleague gets the case’s mail from then on, and you get none until
            it comes back to you or you write in it.
          </p>
          <SelectField name="contact" label="To" placeholder="Choose a colleague">
            {successors.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextAreaField
            name="note"
            label="Note"
            help="What your colleague has to know. Everybody who sees the case reads it, support too."
            rows={3}
            maxLength={2000}
          />
          <div>
            <SubmitButton variant="secondary" pendingLabel="Handing over">
              Hand over
            </SubmitButton>
          </div>
        </ActionForm>
      )}
    </Panel>
  );
}
