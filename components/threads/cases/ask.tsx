import { Mail } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";

/** Whom to write to about rights and agreements: the account manager where one is named, else portal support. */
export interface Ask {
  readonly name: string;
  readonly email: string;
  readonly isManager: boolean;
}

export function askOf(
  team: readonly { readonly role: string; readonly name: string; readonly email: string }[],
  supportMailbox: string,
): Ask {
  const manager = team.find((member) => member.role === "account_manager");
  return manager
    ? { name: manager.name, email: manager.email, isManager: true }
    : { name: "portal support", email: supportMailbox, isManager: false };
}

const mailto = ({ email }: Ask, subject: string) => `mailto:${email}?subject=${encodeURIComponent(subject)}`;

export function AskButton({ ask, subject }: { ask: Ask; subject: string }) {
  return (
    <a href={mailto(ask, subject)} className={buttonClass("primary")}>
      <Mail aria-hidden size={16} />
      Write to {ask.name}
    </a>
  );
}

export function AskLink({ ask, subject }: { ask: Ask; subject: string }) {
  return (
    <>
      <TextLink href={mailto(ask, subject)}>{ask.name}</TextLink>
      {ask.isManager && ", your account manager"}
    </>
  );
}
