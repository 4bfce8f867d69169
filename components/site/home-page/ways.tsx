import { OpenState } from "@/components/site/hours/open-state";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";
import { Way } from "./way";

/** Mailbox and chat, each with its hours and whether it is open now. */
export function Ways({ brand }: { brand: Brand }) {
  return (
    <>
      <Way title="Portal support" state={<OpenState brand={brand} kind="portal_support" />}>
        <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>
        <span className="text-muted">{describeHours(brand.supportCalendar)}</span>
      </Way>
      <Way title="Chat with Technical Support" state={<OpenState brand={brand} kind="chat" />}>
        <span className="text-muted">{describeHours(brand.chatCalendar)}</span>
        <span className="text-muted">For clients, once signed in.</span>
      </Way>
    </>
  );
}
