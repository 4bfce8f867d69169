import type { ThreadKind } from "@/db/schema/constants";
import { staffThreadPath } from "@/lib/mail/notice-words";
import { Action, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { beginningOf, Said, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface Props extends ThreadMailProps {
  readonly noun: ThreadKind;
  readonly by: string;
  readonly text: string;
}

/** To a colleague who was named in an internal note. The answer belongs in a note, so the mail asks for no reply. */
export const threadMention: MailTemplate<Props> = {
  subject: threadSubject,
  body: (props, context) => {
    const { noun, number, by, text } = props;
    const path = staffThreadPath(noun, number);
    return (
      <ThreadMail
        noun={noun}
        context={context}
        title={props.subject}
        preheader={beginningOf(`${by} asks you: ${text}`)}
      >
        <Paragraph>
          {by} asks you in an internal note of {noun} {number} of {props.companyName}:
        </Paragraph>
        <Said text={text} />
        <Action brand={context.brand} href={`${context.brand.origin}${path}#note`} label={`Open ${noun}`} />
      </ThreadMail>
    );
  },
};
