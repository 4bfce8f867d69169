import type { ReactElement } from "react";
import type { Brand } from "@/lib/gate/brand/types";

/** What every template gets beside the props of its kind. */
export interface MailContext {
  readonly brand: Brand;
  /** Of the recipient; cleaned, null when unknown. */
  readonly toName: string | null;
  /** The link that signs in; null for kinds without one. */
  readonly link: string | null;
  /** A reply to this mail joins the conversation that it tells of. */
  readonly canReply?: boolean;
}

/** The words of one kind of mail. Pure: the same props and brand give the same bytes. */
export interface MailTemplate<P> {
  readonly subject: (props: P, context: MailContext) => string;
  readonly body: (props: P, context: MailContext) => ReactElement;
}
