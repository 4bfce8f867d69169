import {
  type CaseDraft,
  caseDraftKey,
  dropCaseDraft,
  keepCaseDraft,
  readCaseDraft,
} from "@/components/threads/cases/case-draft";
import { routes } from "@/lib/routes";

/** Where the form of a new chat is kept in this browser; holds the person's id, so that others do not get it. */
export const chatDraftKey = (contactId: string) => `chat-new:${contactId}`;

/** What was typed for a chat, and whether this browser already keeps a draft of a case. */
interface TypedForChat {
  readonly typed: CaseDraft | null;
  readonly hasOther: boolean;
}

export function readTypedForChat(contactId: string): TypedForChat {
  return {
    typed: readCaseDraft(chatDraftKey(contactId))?.values ?? null,
    hasOther: readCaseDraft(caseDraftKey(contactId)) !== null,
  };
}

/** Makes what was typed for a chat the draft of a case, unless there is another one. */
export function bringToCase(contactId: string): void {
  const { typed, hasOther } = readTypedForChat(contactId);
  if (!typed || hasOther) return;
  keepCaseDraft(caseDraftKey(contactId), typed);
  dropCaseDraft(chatDraftKey(contactId));
}

/** The form of a new case takes so many characters of a text from its address, and proxies refuse one of over 8,000. */
const LONGEST_ADDRESS = 5_000;

/** The form of a new case, with the text as far as an address can hold it. */
export function newCaseWith({ subject = "", description = "" }: CaseDraft): { href: string; isWhole: boolean } {
  const href = routes.casesNewWith({ subject, description });
  return href.length <= LONGEST_ADDRESS
    ? { href, isWhole: true }
    : { href: routes.casesNewWith({ subject, description: "" }), isWhole: description === "" };
}
