import { CircleCheck, CircleX } from "lucide-react";
import { Panel } from "@/components/ui/panel";

/** A sign-in to the viewer's account, or a failed attempt, in words. */
export interface SignInLine {
  readonly id: string;
  readonly succeeded: boolean;
  /** `Chrome on Windows` */
  readonly device: string;
  /** The time, with the name of the time zone. */
  readonly at: string;
  /** The brand on whose host it happened; null if the account has one brand only. */
  readonly brandName: string | null;
}

export function SignInsPanel({ signIns }: { signIns: readonly SignInLine[] }) {
  return (
    <Panel>
      <ul className="grid divide-y divide-line">
        {signIns.map(({ id, succeeded, device, at, brandName }) => (
          <li key={id} className="flex gap-3 py-2.5 text-sm">
            {succeeded ? (
              <CircleCheck aria-hidden size={18} className="mt-0.5 flex-none text-success" />
            ) : (
              <CircleX aria-hidden size={18} className="mt-0.5 flex-none text-danger" />
            )}
            <div className="grid min-w-0 gap-0.5">
              <p>
                <span className="font-semibold">{succeeded ? "Logged in" : "Wrong password"}</span>, {device}
              </p>
              <p className="tabular text-muted">
                {at}
                {brandName && `, on the portal of ${brandName}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
