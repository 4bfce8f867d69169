import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { Said, type ThreadMailProps, threadSubject } from "./thread-parts";

interface ChatTranscriptProps extends ThreadMailProps {
  readonly text: string;
}

export const chatTranscript: MailTemplate<ChatTranscriptProps> = {
  subject: threadSubject,
  body: ({ number, text }, { brand, toName }) => (
    <BrandedMail brand={brand} title={`Your chat ${number}`} preheader="The transcript that you asked for.">
      <Greeting name={toName} />
      <Paragraph>This is what was said in your chat with {brand.name} support, as you asked.</Paragraph>
      <Said text={text} />
      <Action brand={brand} href={`${brand.origin}${routes.chat(number)}`} label="See chat" />
    </BrandedMail>
  ),
};
