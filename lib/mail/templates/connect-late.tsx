import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Action, Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface ConnectLateProps {
  readonly people: readonly { readonly name: string; readonly company: string; readonly since: string }[];
  readonly more: number;
}

const count = ({ people, more }: ConnectLateProps) => people.length + more;

export const connectLate: MailTemplate<ConnectLateProps> = {
  subject: (props, { brand }) =>
    count(props) === 1
      ? `Somebody waits for an account on ${brand.name} for more than a business day`
      : `${count(props)} people wait for an account on ${brand.name} for more than a business day`,
  body: (props, { brand }) => (
    <BrandedMail
      brand={brand}
      title="Waiting for more than a business day"
      preheader="From Connect with Us, with confirmed addresses."
    >
      <Paragraph>
        Their addresses are confirmed, and nobody has approved or declined them. You are told of each of them once.
      </Paragraph>
      <Facts rows={props.people.map(({ name, company, since }) => [`${name}, ${company}`, since] as const)} />
      {props.more > 0 && <Paragraph>And {props.more.toLocaleString("en-US")} more.</Paragraph>}
      <Action brand={brand} href={`${brand.origin}${routes.staffWaiting}`} label="See who waits" />
    </BrandedMail>
  ),
};
