import type { Brand } from "@/lib/gate/brand/types";
import type { MailKind } from "./kinds";
import type { MailChoices } from "./unsubscribe/token";

/** What every template gets beside the props of its kind. */
export interface MailContext {
  readonly brand: Brand;
  /** Of the recipient; cleaned, null when unknown. */
  readonly toName: string | null;
  /** The link that signs in; null for kinds without one. */
  readonly link: string | null;
  /** A reply to this mail joins the conversation that it tells of. */
  readonly canReply?: boolean;
  /** Where the recipient chooses which mails come; absent for kinds that nobody may switch off. */
  readonly choices?: MailChoices | null;
}

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Makes a mail of its props. Templates say the words of every room, so the mail that sends them takes this from the worker
 * rather than import upward. Same props and brand, same bytes. Throws ZodError on props of another kind.
 */
export type RenderMail = (
  kind: MailKind,
  props: Record<string, unknown>,
  context: MailContext,
) => Promise<RenderedMail>;
