import type { z } from "zod";
import type { AccountKind } from "@/db/schema/constants";
import { routes } from "@/lib/routes";

/**
 * Who gets a kind of mail. `account`: everybody who has an account; `payer`: contacts who pay; `case-contact`: contacts
 * with the right to cases; `contact`: every contact; `agent`: staff who work on cases; `team`: staff who answer
 * requests; `asker`: contacts who may ask their account team; `billing`: contacts who read money, and `invoiced` those of
 * brands that remind them of invoices; `reader`: staff who read cases or requests; `collector`: people who get other kinds
 * once a day; `visitor` and `portal-support` have no account.
 */
export type MailAudience =
  | "account"
  | "contact"
  | "case-contact"
  | "payer"
  | "asker"
  | "billing"
  | "invoiced"
  | "agent"
  | "team"
  | "reader"
  | "collector"
  | "visitor"
  | "portal-support";

/** Whether a kind may come in the daily mail, or comes there alone. */
export type Daily = boolean | "only";

/** What a notice in the bell says about an event: one line, and the path on the brand's host that it links to. */
export interface NoticeWords {
  readonly title: string;
  readonly path: string;
}

/**
 * Everything that is decided about a kind of mail except its words: see the templates in lib/mail/templates/render.ts.
 */
export interface MailKindFacts<S extends boolean, P extends z.ZodObject> {
  readonly audience: MailAudience;
  /**
   * Tells many people at once, so it is sent after mails for which somebody may be waiting at their screen. Must agree
   * with the function mail_priority of the database.
   */
  readonly toMany?: true;
  /**
   * `reset`: the brand's sender of password resets; `support`: the portal support mailbox. Both have the brand's name.
   */
  readonly sender: "reset" | "support";
  /**
   * The mail has a link with a secret: its body is not kept or logged. It cannot be sent again, only asked for anew.
   */
  readonly secret: S;
  /** The kind's name in a person's email preferences (`label`), and when such a mail comes (`help`). */
  readonly label: string;
  readonly help: string;
  /** Why nobody may switch the kind off; null if each person may. */
  readonly fixed: string | null;
  /** Whether the kind is sent to a person who has not chosen anything. */
  readonly byDefault: boolean;
  /**
   * Each person may get it in the daily mail instead; `only`: it comes there or not at all. The kind then needs a
   * `notice`: the daily mail shows that line.
   */
  readonly daily: Daily;
  readonly props: P;
  /** The notice in the bell, which comes even if the person does not want the mail; null for kinds without a notice. */
  readonly notice: ((props: z.infer<P>, recipient: AccountKind) => NoticeWords | null) | null;
}

export const declare = <const S extends boolean, P extends z.ZodObject>(facts: MailKindFacts<S, P>) => facts;

/** The notice to somebody who takes part in a case from now on, or to whom it was handed over. */
export function joinedCase(props: {
  readonly by: string | null;
  readonly number: string;
  readonly subject: string;
  readonly handover: string | null;
}): NoticeWords {
  const { by, number, subject, handover } = props;
  if (handover === null) return { title: `You take part in ${number}: ${subject}`, path: routes.case(number) };
  return { title: `${by ?? "A colleague"} handed you ${number}: ${subject}`, path: routes.caseHandover(number) };
}

/** The notice of a case that staff filed for the contact who phoned; null where the contact filed it. */
export function phonedCase(props: {
  readonly number: string;
  readonly subject: string;
  readonly phoned: { readonly by: string } | null;
}): NoticeWords | null {
  const { number, subject, phoned } = props;
  return phoned && { title: `${phoned.by} filed ${number} for you: ${subject}`, path: routes.case(number) };
}
