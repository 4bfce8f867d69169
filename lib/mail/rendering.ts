import type { Brand } from "@/lib/gate/brand/types";
import type { MailKind } from "./kinds";
import type { MailChoices } from "./unsubscribe/token";

/** What every template gets beside the props of its kind. */
export interface MailContext {
  readonly brand: Brand;
  /** Name of the recipient, cleaned by `plainLine`; null if it is unknown. */
  readonly toName: string | null;
  /** The link with a secret, for example to set a password; null for kinds without one. */
  readonly link: string | null;
  /** A reply to this mail becomes a message of the thread that it is about. */
  readonly canReply?: boolean;
  /** Links by which the recipient chooses which mails come; absent for kinds that nobody may switch off. */
  readonly choices?: MailChoices | null;
}

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Renders a mail from its props. The templates use the words of every part of the product, so the code that sends mails
 * gets this function from the worker and does not import the templates. The same props and context give the same bytes.
 * Throws ZodError if the props do not fit the kind.
 */
export type RenderMail = (
  kind: MailKind,
  props: Record<string, unknown>,
  context: MailContext,
) => Promise<RenderedMail>;
