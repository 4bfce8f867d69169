import type { ReactElement } from "react";
import type { MailContext } from "@/lib/mail/rendering";

/** The words of one kind of mail. Both functions are pure: the same props and context give the same bytes. */
export interface MailTemplate<P> {
  readonly subject: (props: P, context: MailContext) => string;
  readonly body: (props: P, context: MailContext) => ReactElement;
}
