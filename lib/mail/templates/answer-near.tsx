import { routes } from "@/lib/routes";
import { Action, Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { beginningOf, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface AnswerNearProps extends ThreadMailProps {
  readonly due: string;
  readonly owner: string | null;
}

/** `owner` of the props: null for the owner themself, empty where nobody owns the thread. */
function whose(noun: string, owner: string | null): string {
  if (owner === null) return `Your ${noun}`;
  return owner === "" ? `A ${noun} that is nobody’s yet` : `A ${noun} of ${owner}`;
}

const answerNear = (noun: "case" | "request", path: (number: string) => string): MailTemplate<AnswerNearProps> => ({
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    return (
      <ThreadMail
        noun={noun}
        context={context}
        title={`Answer by ${props.due}`}
        preheader={beginningOf(`${whose(noun, props.owner)} is to be answered by ${props.due}`)}
      >
        <Paragraph>
          {whose(noun, props.owner)} is to be answered by {props.due}. The client was promised this time.
        </Paragraph>
        <Facts
          rows={[
            ["Number", props.number],
            ["Subject", props.subject],
            ["Company", props.companyName],
          ]}
        />
        <Action brand={brand} href={`${brand.origin}${path(props.number)}`} label={`Open ${noun}`} />
      </ThreadMail>
    );
  },
});

export const caseAnswerNear = answerNear("case", routes.staffCase);
export const requestAnswerNear = answerNear("request", routes.staffRequest);
