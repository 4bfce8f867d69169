import { isOwnMessageId } from "@/lib/mail/threading";

/* What a received mail is, from its envelope and headers alone. Everything in them was written by strangers. */

export type MailHeaders = Readonly<Record<string, string>>;

/** A header by its name in any case; null when the mail has none. */
export function header(headers: MailHeaders, name: string): string | null {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found ? String(found[1]).trim() : null;
}

/**
 * Why a mail was written by a machine, in words for staff; null for a person's. Sources: RFC 3834 (Auto-Submitted),
 * RFC 2076 (Precedence), RFC 5321 (the empty Return-Path of bounces), RFC 2919 (List-Id), and what programs send.
 */
export function automaticReason(headers: MailHeaders): string | null {
  const submitted = header(headers, "auto-submitted");
  if (submitted !== null && !/^no\b/i.test(submitted)) return "An automatic answer (Auto-Submitted).";
  if (/^(bulk|junk|list|auto[_-]?reply)\b/i.test(header(headers, "precedence") ?? "")) return "Bulk mail (Precedence).";
  if (header(headers, "return-path") === "<>") return "A bounce (empty Return-Path).";
  if (/^multipart\/report\b/i.test(header(headers, "content-type") ?? "")) return "A delivery report.";
  for (const name of ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from"]) {
    const value = header(headers, name);
    if (value !== null && !/^no\b/i.test(value)) return `An automatic answer (${name}).`;
  }
  if (header(headers, "x-loop") !== null) return "A loop (X-Loop).";
  if (header(headers, "list-id") !== null) return "Mail of a list (List-Id).";
  return null;
}

/** Is this one of our own mails that came back? `own`: bare addresses that we send from. */
export function isOwnMail(mail: { messageId: string; sender: string | null }, own: readonly string[], domain: string) {
  if (isOwnMessageId(mail.messageId)) return true;
  if (mail.sender === null) return false;
  return (
    own.some((address) => bareAddress(address) === mail.sender) || mail.sender.endsWith(`@${domain.toLowerCase()}`)
  );
}

const ADDRESS = /^[^\s<>()[\]\\,;:"@]{1,64}@[^\s<>()[\]\\,;:"@]{1,190}$/;

/**
 * The one address of a From header, lower case; null when it holds none or several. A name may look like an address:
 * what stands in the last angle brackets is the sender.
 */
export function bareAddress(from: string): string | null {
  const text = from.trim();
  if (text.length > 1000 || /[\p{Cc}\u2028\u2029]/u.test(text)) return null;
  const named = /^([^<>]*(?:<[^<>]*>[^<>]*)*)<([^<>]*)>$/.exec(text);
  // A comma outside quotes separates addresses: then there is more than one sender.
  if (named && (named[1] ?? "").replaceAll(/"(?:[^"\\]|\\.)*"/g, "").includes(",")) return null;
  const address = (named ? (named[2] ?? "") : text).trim().toLowerCase();
  return ADDRESS.test(address) ? address : null;
}
