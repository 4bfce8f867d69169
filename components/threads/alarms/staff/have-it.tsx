import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { haveItAction } from "@/lib/threads/alarms/actions";
import type { AlarmWords } from "@/lib/threads/alarms/night/rules";

interface Props {
  alarm: AlarmWords;
  number: string;
  /** The viewer may answer cases. */
  works: boolean;
  /** The page that shows it, to which the button leads back. */
  on: "case" | "alarm";
}

/** How the alarm of a case stands, with **I have it** while it calls. */
export function AlarmPanel({ alarm, number, works, on }: Props) {
  const { kind, headline, seen, steps } = alarm;
  return (
    <Panel title="Alarm: production stopped">
      <div className="grid gap-3 text-sm">
        <p role="status" className="text-base font-semibold wrap-anywhere">
          {headline}
          {seen && <span className="block text-sm font-normal text-muted">{seen}</span>}
        </p>
        {kind === "reaching" && works && (
          <ActionForm action={haveItAction} label="Take the alarm" className="grid gap-2">
            <input type="hidden" name="number" value={number} />
            <input type="hidden" name="from" value={on} />
            <SubmitButton className="min-h-12 w-full justify-center text-base">I have it</SubmitButton>
            <p className="text-muted">Nobody else is called then, and the client reads that you have it.</p>
          </ActionForm>
        )}
        {steps.length > 0 && (
          <ol className="grid gap-1">
            {steps.map(({ position, isDone, words }) => (
              <li key={position} className={isDone ? "wrap-anywhere" : "wrap-anywhere text-muted"}>
                {words}
              </li>
            ))}
          </ol>
        )}
        {on === "alarm" && (
          <p>
            <TextLink href={routes.staffCase(number)}>Open the case</TextLink> to answer it.
          </p>
        )}
      </div>
    </Panel>
  );
}
