import { routes } from "@/lib/routes";
import { Action, Facts, Paragraph } from "./parts";
import { fact } from "./payment-parts";
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

interface RequestForTeamProps extends ThreadMailProps {
  readonly author: string;
  readonly text: string;
  readonly files: readonly MailFile[];
  readonly about: string;
  readonly isNew: boolean;
  readonly assigned: boolean;
  readonly standsInFor: string | null;
  readonly awayOwner: string | null;
  readonly heldBy?: string | undefined;
  readonly neededBy: string | null;
  readonly due: string | null;
}

function whose({ assigned, standsInFor, awayOwner, heldBy }: RequestForTeamProps): string {
  if (standsInFor) return assigned ? `yours while ${standsInFor} is away` : `${standsInFor}’s, for whom you stand in`;
  if (awayOwner) return `${awayOwner}’s, who is away while nobody stands in`;
  if (heldBy) return `${heldBy}’s, while administrators decide it`;
  return assigned ? "yours" : "nobody’s yet";
}

export const requestForTeam: MailTemplate<RequestForTeamProps> = {
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    return (
      <ThreadMail
        noun="request"
        context={context}
        title={props.subject}
        preheader={beginningOf(`${props.about}: ${props.text}`)}
      >
        <Paragraph>
          {props.author} of {props.companyName} {props.isNew ? "sent" : "wrote in"} request {props.number}, which is{" "}
          {whose(props)}:
        </Paragraph>
        <Said text={props.text} />
        <MailFiles brand={brand} files={props.files} />
        <Facts rows={[["About", props.about], ...fact("Needed by", props.neededBy), ...fact("Answer by", props.due)]} />
        <Action brand={brand} href={`${brand.origin}${routes.staffRequest(props.number)}`} label="Open request" />
      </ThreadMail>
    );
  },
};
