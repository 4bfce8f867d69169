import { routes } from "@/lib/routes";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { Said, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseJoinedProps extends ThreadMailProps {
  readonly by: string | null;
  readonly text: string;
}

export const caseJoined: MailTemplate<CaseJoinedProps> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="case"
      context={context}
      title={`You take part in case ${props.number}`}
      preheader="You see the case in the portal, and get its messages by mail."
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {props.by ? `${props.by} added you` : "You were added"} to case {props.number} of {props.companyName}:{" "}
        {props.subject}. You can read and answer it in the portal, and you get its messages by mail from now on. It
        began with:
      </Paragraph>
      <Said text={props.text} />
      <Action brand={context.brand} href={`${context.brand.origin}${routes.case(props.number)}`} label="See case" />
    </ThreadMail>
  ),
};
