import type { CloseReason } from "@/db/schema/constants";
import type { MailContext } from "@/lib/mail/rendering";
import { routes } from "@/lib/routes";
import { CLOSE_REASON_LABELS, REOPEN_DAYS } from "@/lib/threads/cases/rules";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseClosedProps extends ThreadMailProps {
  readonly by: string | null;
  readonly reason: CloseReason;
  readonly into: string | null;
}

export const caseClosed: MailTemplate<CaseClosedProps> = {
  subject: threadSubject,
  body: (props, context) => (props.into === null ? closed(props, context) : merged(props, props.into, context)),
};

const closed = (props: CaseClosedProps, context: MailContext) => (
  <ThreadMail
    noun="case"
    context={context}
    title={`Case ${props.number} was closed`}
    preheader={`${CLOSE_REASON_LABELS[props.reason]}. A reply within ${REOPEN_DAYS} days opens it again.`}
  >
    <Greeting name={context.toName} />
    <Paragraph>
      {props.by ? `${props.by} closed` : "We closed"} case {props.number} of {props.companyName}.
    </Paragraph>
    <Facts
      rows={[
        ["Subject", props.subject],
        ["Reason", CLOSE_REASON_LABELS[props.reason]],
      ]}
    />
    <Paragraph>
      Not solved after all? A reply within {REOPEN_DAYS} days opens the case again. A later one files a new case that is
      linked to it.
    </Paragraph>
    <Action brand={context.brand} href={`${context.brand.origin}${routes.case(props.number)}`} label="See case" />
  </ThreadMail>
);

const merged = (props: CaseClosedProps, into: string, context: MailContext) => (
  <ThreadMail
    noun="case"
    context={context}
    title={`Case ${props.number} goes on in ${into}`}
    preheader={`Both are about the same. A reply to this mail lands in ${into}.`}
  >
    <Greeting name={context.toName} />
    <Paragraph>
      {props.by ? `${props.by} merged` : "We merged"} case {props.number} of {props.companyName} into {into}, because
      both are about the same.
    </Paragraph>
    <Facts rows={[["Subject", props.subject]]} />
    <Paragraph>
      Your messages stay where they are. What you write to {props.number} from now on, here or by mail, lands in {into}.
    </Paragraph>
    <Action brand={context.brand} href={`${context.brand.origin}${routes.case(into)}`} label="See case" />
  </ThreadMail>
);
