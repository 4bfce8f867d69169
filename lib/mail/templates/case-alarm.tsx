import type { OnCallDuty } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { Action, Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { beginningOf, Said, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseAlarmProps extends ThreadMailProps {
  readonly author: string;
  readonly text: string;
  readonly product: string;
  readonly duty: OnCallDuty;
  readonly since: string;
}

const WHY: Readonly<Record<OnCallDuty, string>> = {
  on_call: "You are called first.",
  next: "Nobody has taken it yet, so you are called next.",
  lead: "Nobody has taken it yet, so you are called as the lead.",
};

/** Wakes whoever is on call. The one thing to do comes first. */
export const caseAlarm: MailTemplate<CaseAlarmProps> = {
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    return (
      <ThreadMail
        noun="case"
        context={context}
        title={`Production stopped: ${props.companyName}`}
        preheader={`Production stopped: ${beginningOf(props.text)}`}
      >
        <Paragraph>
          Production is stopped at {props.companyName}. {WHY[props.duty]} Press I have it, so that nobody else is woken.
        </Paragraph>
        <Action brand={brand} href={`${brand.origin}${routes.staffAlarm(props.number)}`} label="Open the alarm" />
        <Paragraph>
          {props.author} filed {props.number}: {props.subject}
        </Paragraph>
        <Said text={props.text} />
        <Facts
          rows={[
            ["Product", props.product],
            ["Called since", props.since],
          ]}
        />
      </ThreadMail>
    );
  },
};
