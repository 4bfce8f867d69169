import type { ReactElement } from "react";
import type { Severity, ThreadKind } from "@/db/schema/constants";
import type { MailContext } from "@/lib/mail/rendering";
import { routes } from "@/lib/routes";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { Action, Facts, Paragraph } from "./parts";
import { fact } from "./payment-parts";
import type { MailTemplate } from "./template";
import { beginningOf, ThreadMail, type ThreadMailProps, threadSubject } from "./thread-parts";

interface Given extends ThreadMailProps {
  readonly by: string | null;
  readonly due: string | null;
}

type Rows = readonly (readonly [string, string])[];

/** `path`: the page on which the new owner works on the thread. */
function given(noun: ThreadKind, props: Given, context: MailContext, path: string, rows: Rows): ReactElement {
  const who = props.by ?? "A colleague";
  return (
    <ThreadMail
      noun={noun}
      context={context}
      title={props.subject}
      preheader={beginningOf(`${who} gave you this ${noun}`)}
    >
      <Paragraph>
        {who} gave you {noun} {props.number} of {props.companyName}.
      </Paragraph>
      <Facts rows={[...rows, ...fact("Answer by", props.due)]} />
      <Action brand={context.brand} href={`${context.brand.origin}${path}`} label={`Open ${noun}`} />
    </ThreadMail>
  );
}

export const caseAssigned: MailTemplate<Given & { readonly product: string; readonly severity: Severity }> = {
  subject: threadSubject,
  body: (props, context) =>
    given("case", props, context, routes.staffCase(props.number), [
      ["Severity", SEVERITY_LABELS[props.severity]],
      ["Product", props.product],
    ]),
};

export const requestAssigned: MailTemplate<Given & { readonly about: string; readonly neededBy: string | null }> = {
  subject: threadSubject,
  body: (props, context) =>
    given("request", props, context, routes.staffRequest(props.number), [
      ["About", props.about],
      ...fact("Needed by", props.neededBy),
    ]),
};
