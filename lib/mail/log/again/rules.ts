import { isMailKind, MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";

/** So long after its first mail it tells of what is long over. The database has the same number. */
const AGAIN_DAYS = 30;

/** Kinds that call for something at a moment, which has passed. */
const OF_A_MOMENT: readonly MailKind[] = ["case-alarm", "case-answer-near", "request-answer-near"];

/** Why a mail is not sent again, by the words of the database's function send_mail_again. */
export const WHY_NOT_AGAIN = {
  never: "No mail of this kind is sent again",
  "not-failed": "It has not failed",
  bounced: "The recipient’s mail server refuses this address",
  complained: "The recipient marked a mail as spam",
  old: `It is older than ${AGAIN_DAYS} days`,
  nobody: "It went to an address without an account",
  closed: "The account was closed",
  address: "The account has another address now",
  off: "Its recipient has switched this kind of mail off",
  thread: "The recipient may not see the conversation any more",
  right: "The recipient may not read of it any more",
} as const;
export type WhyNotAgain = keyof typeof WHY_NOT_AGAIN;

/**
 * Why no mail of the kind is ever sent again; null for a kind of which one may be. The database refuses the same kinds,
 * by their names.
 */
export function whyNeverAgain(kind: string): string | null {
  if (!isMailKind(kind)) return "There is no such kind of mail any more";
  if (MAIL_KINDS[kind].secret) return "It carries a link, which only its recipient can ask for anew";
  if (OF_A_MOMENT.includes(kind)) return "What it called for has passed";
  return null;
}
