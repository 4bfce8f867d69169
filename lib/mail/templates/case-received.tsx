import { routes } from "@/lib/routes";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseReceivedProps extends ThreadMailProps {
  readonly expected: string;
  readonly alsoExpected: string | null;
  readonly follows: string | null;
}

export const caseReceived: MailTemplate<CaseReceivedProps> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="case"
      context={context}
      title={`Your case ${props.number} has reached support`}
      preheader={`You can expect the first answer by ${props.expected}.`}
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {context.brand.name} support has your case {props.number} for {props.companyName}.
        {props.follows && ` It follows ${props.follows}, which was closed too long ago to be opened again.`}
      </Paragraph>
      <Facts
        rows={[
          ["Case", props.number],
          ["Subject", props.subject],
          [
            "First answer expected by",
            props.alsoExpected ? `${props.expected}\n(${props.alsoExpected})` : props.expected,
          ],
        ]}
      />
      <Action brand={context.brand} href={`${context.brand.origin}${routes.case(props.number)}`} label="See case" />
    </ThreadMail>
  ),
};
