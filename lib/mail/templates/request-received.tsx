import { routes } from "@/lib/routes";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface RequestReceivedProps extends ThreadMailProps {
  readonly expected: string;
  readonly alsoExpected: string | null;
}

export const requestReceived: MailTemplate<RequestReceivedProps> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="request"
      context={context}
      title={`Your request ${props.number} has arrived`}
      preheader={`You can expect an answer by ${props.expected}.`}
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {context.brand.name} has your request {props.number} for {props.companyName}.
      </Paragraph>
      <Facts
        rows={[
          ["Request", props.number],
          ["Subject", props.subject],
          ["Answer expected by", props.alsoExpected ? `${props.expected}\n(${props.alsoExpected})` : props.expected],
        ]}
      />
      <Action
        brand={context.brand}
        href={`${context.brand.origin}${routes.request(props.number)}`}
        label="See request"
      />
    </ThreadMail>
  ),
};
