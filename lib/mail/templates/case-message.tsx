import { routes } from "@/lib/routes";
import { REOPEN_DAYS } from "@/lib/threads/cases/rules";
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

interface CaseMessageProps extends ThreadMailProps {
  readonly author: string;
  readonly text: string;
  readonly files: readonly MailFile[];
  readonly fromFirm: boolean;
  readonly closes: boolean;
}

export const caseMessage: MailTemplate<CaseMessageProps> = {
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    const who = props.fromFirm ? `${props.author} of ${brand.name} support` : props.author;
    return (
      <ThreadMail noun="case" context={context} title={props.subject} preheader={beginningOf(props.text)}>
        <Paragraph>
          {who} wrote in case {props.number} of {props.companyName}:
        </Paragraph>
        <Said text={props.text} />
        <MailFiles brand={brand} files={props.files} />
        {props.closes && (
          <Paragraph>The case is closed with this. A reply within {REOPEN_DAYS} days opens it again.</Paragraph>
        )}
        <Action brand={brand} href={`${brand.origin}${routes.case(props.number)}`} label="See case" />
      </ThreadMail>
    );
  },
};
