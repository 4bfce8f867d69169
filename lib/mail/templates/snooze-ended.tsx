import type { ThreadKind } from "@/db/schema/constants";
import { staffThreadPath } from "@/lib/mail/notice-words";
import { Action, Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { beginningOf, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface Props extends ThreadMailProps {
  readonly noun: ThreadKind;
  readonly why: "time" | "answer";
  readonly by: string | null;
}

const WHY: Readonly<Record<Props["why"], string>> = {
  time: "Its time has come.",
  answer: "The client has written.",
};

/** To who snoozed a thread, and to its owner. */
export const snoozeEnded: MailTemplate<Props> = {
  subject: threadSubject,
  body: (props, context) => {
    const { noun, number, subject, companyName, why, by } = props;
    const said = `The ${noun} that ${by === null ? "you" : by} snoozed is back in the queue. ${WHY[why]}`;
    return (
      <ThreadMail noun={noun} context={context} title="Back from snooze" preheader={beginningOf(said)}>
        <Paragraph>{said}</Paragraph>
        <Facts
          rows={[
            ["Number", number],
            ["Subject", subject],
            ["Company", companyName],
          ]}
        />
        <Action
          brand={context.brand}
          href={`${context.brand.origin}${staffThreadPath(noun, number)}`}
          label={`Open ${noun}`}
        />
      </ThreadMail>
    );
  },
};
