import type { Severity } from "@/db/schema/constants";
import { SEVERITY_LABELS } from "@/lib/cases/rules";
import { routes } from "@/lib/routes";
import { Action, Facts, Paragraph } from "./parts";
import { fact } from "./payment-parts";
import type { MailTemplate } from "./template";
import { beginningOf, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface Given extends ThreadMailProps {
  readonly by: string | null;
  readonly due: string | null;
}

const whoGave = ({ by }: Given) => by ?? "A colleague";

export const caseAssigned: MailTemplate<Given & { readonly product: string; readonly severity: Severity }> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="case"
      context={context}
      title={props.subject}
      preheader={beginningOf(`${whoGave(props)} gave you this case`)}
    >
      <Paragraph>
        {whoGave(props)} gave you case {props.number} of {props.companyName}.
      </Paragraph>
      <Facts
        rows={[
          ["Severity", SEVERITY_LABELS[props.severity]],
          ["Product", props.product],
          ...fact("Answer by", props.due),
        ]}
      />
      <Action
        brand={context.brand}
        href={`${context.brand.origin}${routes.staffCase(props.number)}`}
        label="Open case"
      />
    </ThreadMail>
  ),
};

export const requestAssigned: MailTemplate<Given & { readonly about: string; readonly neededBy: string | null }> = {
  subject: threadSubject,
  body: (props, context) => (
    <ThreadMail
      noun="request"
      context={context}
      title={props.subject}
      preheader={beginningOf(`${whoGave(props)} gave you this request`)}
    >
      <Paragraph>
        {whoGave(props)} gave you request {props.number} of {props.companyName}.
      </Paragraph>
      <Facts rows={[["About", props.about], ...fact("Needed by", props.neededBy), ...fact("Answer by", props.due)]} />
      <Action
        brand={context.brand}
        href={`${context.brand.origin}${routes.staffRequest(props.number)}`}
        label="Open request"
      />
    </ThreadMail>
  ),
};
