import type { Severity } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
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

interface CaseForAgentsProps extends ThreadMailProps {
  readonly author: string;
  readonly text: string;
  readonly files: readonly MailFile[];
  readonly product: string;
  readonly severity: Severity;
  readonly isNew: boolean;
  readonly assigned: boolean;
  readonly due: string | null;
}

export const caseForAgents: MailTemplate<CaseForAgentsProps> = {
  subject: threadSubject,
  body: (props, context) => {
    const { brand } = context;
    return (
      <ThreadMail
        noun="case"
        context={context}
        title={props.subject}
        preheader={`${SEVERITY_LABELS[props.severity]}: ${beginningOf(props.text)}`}
      >
        <Paragraph>
          {props.author} of {props.companyName} {props.isNew ? "filed" : "wrote in"} case {props.number}, which is{" "}
          {props.assigned ? "yours" : "nobody's yet"}:
        </Paragraph>
        <Said text={props.text} />
        <MailFiles brand={brand} files={props.files} />
        <Facts
          rows={[
            ["Severity", SEVERITY_LABELS[props.severity]],
            ["Product", props.product],
            ...fact("Answer by", props.due),
          ]}
        />
        <Action brand={brand} href={`${brand.origin}${routes.staffCase(props.number)}`} label="Open case" />
      </ThreadMail>
    );
  },
};
