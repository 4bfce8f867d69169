import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { Message } from "./message";

/** For staff whose role does not open a page. `mailbox` is that of portal support, if it is known. */
export default function NoEntryPage({ mailbox }: { mailbox: string | null }) {
  return (
    <Message
      kicker="No entry"
      title="This page is for another role"
      actions={
        <ButtonLink href={routes.staff} variant="primary">
          Go to the overview
        </ButtonLink>
      }
    >
      <p>You are signed in, but your role does not open this page.</p>
      {mailbox && (
        <p>
          If it should, write to <TextLink href={`mailto:${mailbox}`}>{mailbox}</TextLink>.
        </p>
      )}
    </Message>
  );
}
