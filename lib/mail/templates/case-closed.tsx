import type { CloseReason } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { CLOSE_REASON_LABELS, REOPEN_DAYS } from "@/lib/threads/cases/rules";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseClosedProps extends ThreadMailProps {
  readonly by: string | null;
  readonly reason: CloseReason;
}

export const caseClosed: MailTemplate<CaseClosedProps> = {
  subject: threadSubject,
  body: (props, context) => (
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
        Not solved after all? A reply within {REOPEN_DAYS} days opens the case again. A later one files a new case that
        is linked to it.
      </Paragraph>
      <Action brand={context.brand} href={`${context.brand.origin}${routes.case(props.number)}`} label="See case" />
    </ThreadMail>
  ),
};
