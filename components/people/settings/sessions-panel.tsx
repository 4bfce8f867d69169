import { MonitorSmartphone } from "lucide-react";
import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { endOtherSessionsAction, endSessionAction } from "@/lib/people/settings/actions";

/** A session of the viewer, in words. */
export interface SessionLine {
  readonly id: string;
  /** `Chrome on Windows` */
  readonly device: string;
  /** With the name of the zone. */
  readonly lastSeen: string;
  readonly begun: string;
  /** The brand whose host it is on; null where the account has one brand only. */
  readonly brandName: string | null;
  readonly isThis: boolean;
}

export function SessionsPanel({ sessions }: { sessions: readonly SessionLine[] }) {
  const others = sessions.filter(({ isThis }) => !isThis);
  return (
    <Panel>
      <ul className="grid divide-y divide-line">
        {sessions.map((session, index) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 text-sm">
            <div className="flex min-w-0 gap-3">
              <MonitorSmartphone aria-hidden size={18} className="mt-0.5 flex-none text-muted" />
              <div className="grid min-w-0 gap-0.5">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-semibold">{session.device}</span>
                  {session.isThis && <StatusDot tone="success">This device</StatusDot>}
                </p>
                <p className="tabular text-muted">
                  {session.isThis ? "In use now" : `Last seen ${session.lastSeen}`}
                  {session.brandName && `, on the portal of ${session.brandName}`}
                </p>
                <p className="tabular text-muted">Logged in {session.begun}</p>
              </div>
            </div>
            {!session.isThis && (
              // Devices may have equal names: the number makes the labels of the forms differ.
              <ActionForm
                action={endSessionAction}
                label={`Session ${index + 1}, ${session.device}`}
                className="grid gap-2"
              >
                <input type="hidden" name="session" value={session.id} />
                <SubmitButton variant="secondary" size="small" pendingLabel="Ending">
                  End session
                  <span className="sr-only">
                    {" "}
                    of {session.device}, last seen {session.lastSeen}
                  </span>
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <ActionForm action={endOtherSessionsAction} label="All other sessions" className="grid gap-3 pt-2">
          <div>
            <SubmitButton variant="secondary" pendingLabel="Ending">
              End all other sessions
            </SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <p className="pt-2 text-sm text-muted">You are logged in nowhere else.</p>
      )}
    </Panel>
  );
}
