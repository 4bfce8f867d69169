import { randomUUID } from "node:crypto";
import { NewestFirst } from "@/scripts/demo/sandboxes/newest";
import { parseAddress } from "./addresses";
import type { SendEmailRequest } from "./email-schema";

/** An accepted mail: the request as it was given, with the id that was answered. */
export type Mail = SendEmailRequest & {
  id: string;
  /** ISO 8601, UTC, by the machine's real clock. */
  created_at: string;
};

export class Mailbox {
  readonly #mails = new NewestFirst<Mail>(5_000);
  readonly #now: () => number;
  readonly #onAdd: (mail: Mail) => void;

  /** `now`: milliseconds since the epoch. `onAdd` is called with each mail after it was stored. */
  constructor(now: () => number, onAdd: (mail: Mail) => void = () => {}) {
    this.#now = now;
    this.#onAdd = onAdd;
  }

  add(email: SendEmailRequest): Mail {
    const mail = { ...email, id: randomUUID(), created_at: new Date(this.#now()).toISOString() };
    this.#mails.add(mail);
    this.#onAdd(mail);
    return mail;
  }

  /** Newest first. */
  list(): Mail[] {
    return this.#mails.list();
  }

  find(id: string): Mail | undefined {
    return this.#mails.list().find((mail) => mail.id === id);
  }
}

export function asList(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function recipients(mail: Mail): string[] {
  return [...asList(mail.to), ...asList(mail.cc), ...asList(mail.bcc)];
}

/** Whether one recipient (to, cc or bcc) has exactly this address, in any case, with a name before it or not. */
export function isSentTo(mail: Mail, address: string): boolean {
  const wanted = address.trim().toLowerCase();
  return recipients(mail).some((recipient) => parseAddress(recipient)?.toLowerCase() === wanted);
}

/** The inbox page's search: part of a recipient, and part of anything that is read. */
export function matches(mail: Mail, filter: { to: string; text: string }): boolean {
  const to = filter.to.trim().toLowerCase();
  const text = filter.text.trim().toLowerCase();
  const read = [mail.subject, mail.from, ...recipients(mail), ...asList(mail.reply_to), mail.text, mail.html];
  return (
    recipients(mail).some((recipient) => recipient.toLowerCase().includes(to)) &&
    read.some((part) => part?.toLowerCase().includes(text))
  );
}
