import { routes } from "@/lib/routes";
import { CaseMail, type CaseMailProps, caseSubject, Said } from "./case-parts";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface CaseJoinedProps extends CaseMailProps {
  readonly by: string | null;
  readonly text: string;
}

export const caseJoined: MailTemplate<CaseJoinedProps> = {
  subject: caseSubject,
  body: (props, context) => (
    <CaseMail
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
    </CaseMail>
  ),
};
