"use client";

import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import {
  type CaseDraft,
  caseDraftKey,
  dropCaseDraft,
  keepCaseDraft,
  readCaseDraft,
} from "@/components/threads/cases/case-draft";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { chatDraftKey } from "./chat-draft";

const NOTHING = { typed: null, hasOther: false };

/** The way to a new case, with what was typed for a chat that could not begin. */
export function TypedAsCase({ contactId }: { contactId: string }) {
  const [{ typed, hasOther }, setKept] = useState<{ typed: CaseDraft | null; hasOther: boolean }>(NOTHING);
  useEffect(() => {
    const typed = readCaseDraft(chatDraftKey(contactId))?.values ?? null;
    setKept({ typed, hasOther: readCaseDraft(caseDraftKey(contactId)) !== null });
  }, [contactId]);

  // The form of a new case finds it as its own draft. Where it has another one already, the address brings the text.
  const { subject = "", description = "" } = typed ?? {};
  const bring = () => {
    if (!typed || hasOther) return;
    keepCaseDraft(caseDraftKey(contactId), typed);
    dropCaseDraft(chatDraftKey(contactId));
  };
  return (
    <>
      {typed && (
        <p>
          What you typed is kept
          {subject && ": "}
          <strong className="wrap-anywhere">{subject}</strong>. A new case begins with it.
        </p>
      )}
      <ButtonLink
        href={typed && hasOther ? routes.casesNewWith({ subject, description }) : routes.casesNew}
        onClick={bring}
        variant="primary"
        icon={<Plus aria-hidden size={16} />}
      >
        Add New Case
      </ButtonLink>
    </>
  );
}
