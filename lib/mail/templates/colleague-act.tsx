import type { ColleagueAct } from "@/db/schema/constants";
import { BrandedMail } from "./branded-mail";
import { Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface ColleagueActProps {
  readonly act: ColleagueAct;
  readonly companyName: string;
  readonly by: string;
  readonly name: string;
  readonly email: string;
  readonly rights: readonly string[];
  readonly number: string | null;
}

const TITLES: Readonly<Record<ColleagueAct, string>> = {
  invited: "A client invited a colleague",
  removed: "A client removed a colleague",
  asked: "An invitation waits for you",
};

const DONE: Readonly<Record<ColleagueAct, string>> = {
  invited: "They gave at most their own rights, at a confirmed domain of the company. Nothing is to be done.",
  removed: "The access has ended, and imports leave it so. Nothing is to be done.",
  asked: "The address or the rights go beyond what they may give. Look at the request and decide.",
};

export const colleagueAct: MailTemplate<ColleagueActProps> = {
  subject: ({ act, companyName, number }) => `${number === null ? "" : `${number}: `}${TITLES[act]} (${companyName})`,
  body: ({ act, companyName, by, name, email, rights, number }, { brand }) => (
    <BrandedMail brand={brand} title={TITLES[act]} preheader="From Settings, Company.">
      <Paragraph>{DONE[act]}</Paragraph>
      <Facts
        rows={[
          ["Company", companyName],
          ["Company administrator", by],
          ["Name", name],
          ["Email", email],
          ...(rights.length > 0 ? [["Rights", rights.join("; ")] as const] : []),
          ...(number === null ? [] : [["Request", number] as const]),
        ]}
      />
    </BrandedMail>
  ),
};
