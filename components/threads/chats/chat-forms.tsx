"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";

interface IntoCaseProps {
  action: FormAction;
  number: string;
  side: "client" | "staff";
}

/** One click makes the chat a case. It says who will read it: more people than read the chat. */
export function IntoCase({ action, number, side }: IntoCaseProps) {
  return (
    <ActionForm action={action} label="Make this a case" className="grid justify-items-start gap-1">
      <input type="hidden" name="number" value={number} />
      <SubmitButton variant="secondary">Make this a case</SubmitButton>
      <p className="max-w-80 text-xs text-muted">
        {side === "client"
          ? "Then your colleagues who read the company’s cases, and your account team, read it too."
          : "Then the company’s other readers of cases, and its account team, read it too. Internal notes stay internal."}
      </p>
    </ActionForm>
  );
}

export function EndChat({ action, number }: { action: FormAction; number: string }) {
  return (
    <ActionForm action={action} label="End chat" className="grid">
      <input type="hidden" name="number" value={number} />
      <SubmitButton variant="quiet">End chat</SubmitButton>
    </ActionForm>
  );
}

/** Asks for the transcript by mail. */
export function MailTranscript({ action, number }: { action: FormAction; number: string }) {
  return (
    <ActionForm action={action} label="Transcript" className="grid">
      <input type="hidden" name="number" value={number} />
      <SubmitButton variant="secondary">Send me the transcript by mail</SubmitButton>
    </ActionForm>
  );
}
