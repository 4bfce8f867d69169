"use client";

import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useFormAction } from "@/components/forms/use-form-action";
import type { CaseDraft } from "@/components/threads/cases/case-draft";
import { ButtonLink } from "@/components/ui/button";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { routes } from "@/lib/routes";
import { bringToCase, newCaseWith, readTypedForChat } from "./chat-draft";

interface Props {
  contactId: string;
  /** The action of the form of a new chat, which may have been sent without scripts just after chat closed. */
  action: FormAction;
}

/** The way to a new case, with what was typed for a chat that could not begin. */
export function TypedAsCase({ contactId, action }: Props) {
  const [kept, setKept] = useState<ReturnType<typeof readTypedForChat>>({ typed: null, hasOther: false });
  useEffect(() => setKept(readTypedForChat(contactId)), [contactId]);
  const sent = sentText(useFormAction(action, routes.chats).state);

  const typed = kept.typed ?? sent;
  // The form of a new case finds a draft of this browser as its own. Otherwise the address brings the text.
  const isDraft = kept.typed !== null && !kept.hasOther;
  const way = typed && !isDraft ? newCaseWith(typed) : { href: routes.casesNew, isWhole: true };
  return (
    <>
      {typed && (
        <p>
          What you typed is kept
          {typed.subject && ": "}
          <strong className="wrap-anywhere">{typed.subject}</strong>.{way.isWhole && " A new case begins with it."}
        </p>
      )}
      {typed && !way.isWhole && (
        <>
          <p>Your message is too long to be brought along. Copy it from here:</p>
          <p className="max-h-80 w-full overflow-y-auto rounded-lg border border-line bg-sunken p-3 whitespace-pre-wrap wrap-anywhere">
            {typed.description}
          </p>
        </>
      )}
      <ButtonLink
        href={way.href}
        onClick={isDraft ? () => bringToCase(contactId) : undefined}
        variant="primary"
        icon={<Plus aria-hidden size={16} />}
      >
        Add New Case
      </ButtonLink>
    </>
  );
}

/** What was typed in a form that was refused; null where none was sent, or nothing was in it. */
function sentText(state: ActionResult | null): CaseDraft | null {
  const { subject, description } = state?.values ?? {};
  if (typeof subject !== "string" || typeof description !== "string") return null;
  return subject.trim() === "" && description.trim() === "" ? null : { subject, description };
}
