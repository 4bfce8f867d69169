import { routes } from "@/lib/routes";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { Said, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface CaseReceivedProps extends ThreadMailProps {
  readonly expected: string;
  readonly alsoExpected: string | null;
  readonly follows: string | null;
  readonly phoned: { readonly by: string; readonly text: string } | null;
}

export const caseReceived: MailTemplate<CaseReceivedProps> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="case"
      context={context}
      title={
        props.phoned ? `Support filed case ${props.number} for you` : `Your case ${props.number} has reached support`
      }
      preheader={`You can expect the first answer by ${props.expected}.`}
    >
      <Greeting name={context.toName} />
      {props.phoned && (
        <>
          <Paragraph>Filed by {props.phoned.by} by phone for you, who wrote down:</Paragraph>
          <Said text={props.phoned.text} />
        </>
      )}
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
