import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { buttonClass } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";

interface Props {
  kind: ThreadKind;
  action: FormAction;
  number: string;
  /** Values of the fields at first. */
  values?: Readonly<Record<string, string>>;
  /** Fields of the thread's kind. */
  children?: ReactNode;
  /** What a message does after the thread was closed. */
  help: ReactNode;
}

/** The form that closes a thread. Collapsed, because the usual next step is a message. */
export function CloseThread({ kind, action, number, values, children, help }: Props) {
  const { noun } = kindOf(kind);
  return (
    <details className="no-print rounded-lg border border-line bg-surface p-4">
      <summary className={buttonClass("secondary", "medium", "w-full")}>Close this {noun} …</summary>
      <ActionForm action={action} label={`Close this ${noun}`} values={values} className="mt-4 grid gap-4">
        <input type="hidden" name="number" value={number} />
        {children}
        <p className="text-sm text-muted">{help}</p>
        <div>
          <SubmitButton pendingLabel="Closing">Close {noun}</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
