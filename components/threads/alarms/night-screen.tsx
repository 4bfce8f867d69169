import clsx from "clsx";
import { Check, Circle } from "lucide-react";
import type { ReactNode } from "react";
import { CallLink, OnCallWords } from "@/components/people/on-call/call-now";
import { inBothZones } from "@/components/threads/two-zones";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { CoverNow, Night } from "@/lib/threads/alarms/night/queries";
import type { AlarmWords } from "@/lib/threads/alarms/night/rules";

interface Props {
  night: Night;
  /** Whom to ask for more coverage. */
  ask: ReactNode;
}

/** One screen for a phone at night: who is on call, one tap to call, what happens next, what the agreement covers. */
export function NightScreen({ night, ask }: Props) {
  const { number, onCall, alarm, cover, expected, isChatOpen, isStopped } = night;
  const hasCall = alarm !== null && alarm.kind !== "none";
  const isCalled = onCall !== null || hasCall;
  return (
    <div className="grid max-w-120 gap-5">
      {!isStopped && (
        <Callout>{night.isClosed ? "This case is closed." : "Production is not stopped any more."}</Callout>
      )}
      {isStopped && isChatOpen && (
        <Callout tone="success" title="Chat is open">
          <TextLink href={routes.chats}>Chat with Technical Support</TextLink> now, or write in the case.
        </Callout>
      )}
      {isStopped && onCall && (
        <Panel title="On call now">
          <div className="grid gap-4">
            <OnCallWords contact={onCall} />
            <CallLink phone={onCall.phone} big />
          </div>
        </Panel>
      )}
      {alarm && hasCall && <AlarmPanel alarm={alarm} number={number} />}
      {isStopped && !isCalled && (
        <Callout tone="warning" title="Nobody is called at this hour">
          {expected && !expected.late
            ? `Your agreement has no on-call service now. Expect an answer by ${inBothZones(expected)}, here and by mail.`
            : "Your agreement has no on-call service now. The answer comes here and by mail."}
        </Callout>
      )}
      <CoverPanel cover={cover} isOnCall={isCalled} ask={ask} />
      <div className="grid gap-3 sm:flex">
        <ButtonLink href={routes.case(number)} className="min-h-12 justify-center">
          Open the case
        </ButtonLink>
        {/* A plain link, which works without scripts too: with them the page reads itself anew. */}
        <a href={routes.caseTonight(number)} className={buttonClass("quiet", "medium", "min-h-12 justify-center")}>
          Look again
        </a>
      </div>
    </div>
  );
}

function AlarmPanel({ alarm, number }: { alarm: AlarmWords; number: string }) {
  const { kind, headline, seen, steps, isJudged } = alarm;
  return (
    <Panel title="What happens next">
      <div className="grid gap-3 text-sm">
        <div role="status" className="grid gap-1">
          <p className={clsx("text-base font-semibold", kind === "taken" && "text-success")}>{headline}</p>
          {seen && <p>{seen}</p>}
        </div>
        {!isJudged && <p className="text-muted">Your case is with us. Whom it calls stands here in a moment.</p>}
        {steps.length > 0 && (
          <ol className="grid gap-2">
            {steps.map(({ position, isDone, words }) => (
              <li key={position} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2">
                {isDone ? (
                  <Check aria-hidden size={16} className="mt-0.5 text-success" />
                ) : (
                  <Circle aria-hidden size={16} className="mt-0.5 text-muted" />
                )}
                <span className={clsx("wrap-anywhere", !isDone && "text-muted")}>{words}</span>
              </li>
            ))}
          </ol>
        )}
        {kind === "taken" && (
          <p>
            The answer comes in <TextLink href={routes.case(number)}>the case</TextLink> and by mail.
          </p>
        )}
      </div>
    </Panel>
  );
}

function CoverPanel({ cover, isOnCall, ask }: { cover: CoverNow | null; isOnCall: boolean; ask: ReactNode }) {
  return (
    <Panel title="What your agreement covers now">
      <div className="grid gap-2 text-sm">
        {cover ? (
          <p className="wrap-anywhere">
            <strong className="font-semibold">{cover.name}</strong>: {cover.hours}.
            {cover.turns && (cover.isOpen ? ` Open until ${cover.turns}.` : ` Open again ${cover.turns}.`)}
          </p>
        ) : (
          <p>No agreement in force covers this product at this hour.</p>
        )}
        {!isOnCall && (
          <p className="text-muted">
            With an agreement that covers nights and weekends, somebody on call answers. {ask}
          </p>
        )}
      </div>
    </Panel>
  );
}
