import { routes } from "@/lib/routes";
import { Action, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import {
  beginningOf,
  type MailFile,
  MailFiles,
  Said,
  ThreadMail,
  type ThreadMailProps,
  threadSubject,
} from "./thread-parts";

interface RequestMessageProps extends ThreadMailProps {
  readonly author: string;
  readonly text: string;
  readonly files: readonly MailFile[];
  readonly fromFirm: boolean;
  readonly closes: boolean;
}

export const requestMessage: MailTemplate<RequestMessageProps> = {
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    const who = props.fromFirm ? `${props.author} of ${brand.name}` : props.author;
    return (
      <ThreadMail noun="request" context={context} title={props.subject} preheader={beginningOf(props.text)}>
        <Paragraph>
          {who} wrote in request {props.number} of {props.companyName}:
        </Paragraph>
        <Said text={props.text} />
        <MailFiles brand={brand} files={props.files} />
        {props.closes && <Paragraph>The request is closed with this. A reply opens it again.</Paragraph>}
        <Action brand={brand} href={`${brand.origin}${routes.request(props.number)}`} label="See request" />
      </ThreadMail>
    );
  },
};
