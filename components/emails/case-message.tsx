import { routes } from "@/lib/routes";
import { beginningOf, CaseMail, type CaseMailProps, caseSubject, type MailFile, MailFiles, Said } from "./case-parts";
import { Action, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface CaseMessageProps extends CaseMailProps {
  readonly author: string;
  readonly text: string;
  readonly files: readonly MailFile[];
  readonly fromFirm: boolean;
}

export const caseMessage: MailTemplate<CaseMessageProps> = {
  subject: caseSubject,
  body: (props, context) => {
    const { brand } = context;
    const who = props.fromFirm ? `${props.author} of ${brand.name} support` : props.author;
    return (
      <CaseMail context={context} title={props.subject} preheader={beginningOf(props.text)}>
        <Paragraph>
          {who} wrote in case {props.number} of {props.companyName}:
        </Paragraph>
        <Said text={props.text} />
        <MailFiles brand={brand} files={props.files} />
        <Action brand={brand} href={`${brand.origin}${routes.case(props.number)}`} label="See case" />
      </CaseMail>
    );
  },
};
