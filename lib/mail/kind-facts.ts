import type { z } from "zod";
import type { AccountKind } from "@/db/schema/constants";

/**
 * Who reads a kind. `account`: whoever has an account; `payer`: contacts who pay; `case-contact`: contacts with the right
 * to cases; `contact`: every contact; `agent`: staff who work cases; `team`: staff who answer requests; `collector`: who
 * gets other kinds once a day.
 */
export type MailAudience =
  | "account"
  | "contact"
  | "case-contact"
  | "payer"
  | "agent"
  | "team"
  | "collector"
  | "visitor"
  | "portal-support";

/** What the bell says of an event: one line, and the path that it leads to on the brand's host. */
export interface NoticeWords {
  readonly title: string;
  readonly path: string;
}

/** What is decided about a kind of mail, once. Its words are the template of the same name (lib/mail/templates/render.ts). */
export interface MailKindFacts<S extends boolean, P extends z.ZodObject> {
  readonly audience: MailAudience;
  /** `reset`: the brand's sender of password-reset mail; `support`: the portal support mailbox. Both with the brand's name. */
  readonly sender: "reset" | "support";
  /** Carries a link that signs in: no body is kept or logged, and it cannot be sent again, only asked for anew. */
  readonly secret: S;
  /** What it is called among a person's email preferences, and when it comes. */
  readonly label: string;
  readonly help: string;
  /** Why nobody may switch it off; null where each person may. */
  readonly fixed: string | null;
  /** Whether it is sent to who has switched nothing. */
  readonly byDefault: boolean;
  /** Each person may have it once a day, together with others. It has a line in the bell, which the daily mail shows. */
  readonly daily: boolean;
  readonly props: P;
  /** The same event in the bell, whether or not the mail is wanted; null where it is not worth one. */
  readonly notice: ((props: z.infer<P>, recipient: AccountKind) => NoticeWords) | null;
}

export const declare = <const S extends boolean, P extends z.ZodObject>(facts: MailKindFacts<S, P>) => facts;
