import { routes } from "@/lib/routes";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface RequestClosedProps extends ThreadMailProps {
  readonly by: string | null;
}

export const requestClosed: MailTemplate<RequestClosedProps> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="request"
      context={context}
      title={`Request ${props.number} was closed`}
      preheader="A reply opens it again."
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {props.by ? `${props.by} closed` : "We closed"} request {props.number} of {props.companyName}.
      </Paragraph>
      <Facts rows={[["Subject", props.subject]]} />
      <Paragraph>Something is still open? A reply opens the request again.</Paragraph>
      <Action
        brand={context.brand}
        href={`${context.brand.origin}${routes.request(props.number)}`}
        label="See request"
      />
    </ThreadMail>
  ),
};
