import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { AccountKey } from "@/lib/gate/accounts";
import type { Brand } from "@/lib/gate/brand/types";
import { tokenFor } from "@/lib/gate/tokens";
import { isMailKind, isOptional, type MailKind } from "@/lib/mail/kinds";
import { routes } from "@/lib/routes";

/* Tokens in the links of mails by which a person stops one kind of mail without signing in. They allow nothing else. */

export interface Unsubscribing {
  readonly person: AccountKey;
  readonly kind: MailKind;
}

const SHAPE = /^(contact|staff)\.([0-9a-f-]{36})\.([a-z-]{1,60})\.([A-Za-z0-9_-]{43})$/;

const proof = ({ person, kind }: Unsubscribing) => tokenFor("unsubscribe", `${person.kind}:${person.id}:${kind}`);

/** A signed token that names a person and a kind. */
export function unsubscribeToken(of: Unsubscribing): string {
  return `${of.person.kind}.${of.person.id}.${of.kind}.${proof(of)}`;
}

/** The person and kind that a token names; null if we did not make the token, or if nobody may switch the kind off. */
export function readUnsubscribeToken(token: string): Unsubscribing | null {
  const [, personKind, id, kind = "", signed = ""] = SHAPE.exec(token) ?? [];
  if (!(personKind === "contact" || personKind === "staff") || !z.uuid().safeParse(id).success || !id) return null;
  if (!isMailKind(kind) || !isOptional(kind)) return null;
  const of: Unsubscribing = { person: { kind: personKind, id }, kind };
  return timingSafeEqual(Buffer.from(signed), Buffer.from(proof(of))) ? of : null;
}

/** Links in a mail by which its recipient chooses which mails come: see `MailContext`. */
export interface MailChoices {
  readonly preferences: string;
  readonly unsubscribe: string;
}

/** The links for a person and a kind of mail; null for a kind that nobody may switch off. */
export function choicesOf({ origin }: Brand, { person, kind }: Unsubscribing): MailChoices | null {
  if (!isOptional(kind)) return null;
  const settings = person.kind === "contact" ? routes.settings : routes.staffSettings;
  return {
    preferences: `${origin}${settings}#email`,
    unsubscribe: `${origin}${routes.unsubscribe(unsubscribeToken({ person, kind }))}`,
  };
}

/** Headers by which a mail program offers to stop a kind with one click (RFC 8058). */
export function unsubscribeHeaders({ origin }: Brand, of: Unsubscribing): Record<string, string> {
  if (!isOptional(of.kind)) return {};
  return {
    "List-Unsubscribe": `<${origin}${routes.apiUnsubscribe(unsubscribeToken(of))}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}
