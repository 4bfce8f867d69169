import clsx from "clsx";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";

interface Props {
  action: FormAction;
  number: string;
  className?: string;
}

/** A button for browsers without JavaScript; with it the thread is marked as read by itself. */
export function MarkThreadRead({ action, number, className }: Props) {
  return (
    <noscript>
      <ActionForm action={action} label="Mark as read" className={clsx("no-print", className)}>
        <input type="hidden" name="number" value={number} />
        <SubmitButton variant="quiet" size="small">
          Mark as read
        </SubmitButton>
      </ActionForm>
    </noscript>
  );
}
