import type { MailContext } from "@/lib/mail/rendering";
import { MailLink } from "./parts";

/**
 * Links by which the recipient chooses which mails come, and how often; nothing for kinds that nobody may switch off.
 */
export function Choices({ context: { brand, choices } }: { readonly context: MailContext }) {
  if (!choices) return null;
  return (
    <>
      Choose which mails come, and how often: <MailLink brand={brand} href={choices.preferences} />
      <br />
      Get no more mails of this kind: <MailLink brand={brand} href={choices.unsubscribe} />
      <br />
    </>
  );
}
