import { Eye } from "lucide-react";
import { ActionForm } from "@/components/forms/action-form";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Viewing } from "@/lib/gate/auth/types";
import { endViewAction } from "@/lib/people/client-views/actions";

interface Props {
  viewing: Viewing;
  /** The end as text, with its zone. */
  ends: string;
  minutesLeft: number;
}

/** Tells an administrator that they see the portal as a client does. Stays in sight on every page. */
export function ViewBanner({ viewing, ends, minutesLeft }: Props) {
  const left = minutesLeft === 1 ? "1 minute left" : `${minutesLeft} minutes left`;
  return (
    <aside
      aria-label="Viewing as a client"
      className="no-print forced-border sticky top-14 z-10 mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-warning bg-warning-soft px-4 py-3 text-sm"
    >
      <MinuteRefresh />
      <div className="flex min-w-0 gap-3">
        <Eye aria-hidden size={18} className="mt-px flex-none text-warning" />
        <div className="grid min-w-0 gap-0.5">
          <p className="font-semibold wrap-anywhere">You view the portal as {viewing.contactName}</p>
          <p className="wrap-anywhere">
            Reason: {viewing.reason}. Nothing can be changed or downloaded. {left}, until {ends}.
          </p>
        </div>
      </div>
      <ActionForm action={endViewAction} label="Viewing as a client" className="grid gap-2">
        <SubmitButton size="small" pendingLabel="Ending">
          End
        </SubmitButton>
      </ActionForm>
    </aside>
  );
}
