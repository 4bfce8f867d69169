import { routes } from "@/lib/routes";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { Said, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseJoinedProps extends ThreadMailProps {
  readonly by: string | null;
  readonly text: string;
  /** The note with which the case was handed over; null where it was not. */
  readonly handover: string | null;
}

export const caseJoined: MailTemplate<CaseJoinedProps> = {
  subject: threadSubject,
  body: (props, context) =>
    props.handover === null ? joined(props, context) : handedOver(props, props.handover, context),
};

type Context = Parameters<MailTemplate<CaseJoinedProps>["body"]>[1];

function handedOver(props: CaseJoinedProps, note: string, context: Context) {
  return (
    <ThreadMail
      noun="case"
      context={context}
      title={`Case ${props.number} is with you now`}
      preheader="Its messages come to you from now on."
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {props.by ? `${props.by} handed` : "A colleague handed"} you case {props.number} of {props.companyName}:{" "}
        {props.subject}. You can read and answer it in the portal, and you get its messages from now on. The note that
        came with it:
      </Paragraph>
      <Said text={note} />
      <Paragraph>The case began with:</Paragraph>
      <Said text={props.text} />
      <Action
        brand={context.brand}
        href={`${context.brand.origin}${routes.caseHandover(props.number)}`}
        label="See what happened"
      />
    </ThreadMail>
  );
}

function joined(props: CaseJoinedProps, context: Context) {
  return (
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
  );
}
