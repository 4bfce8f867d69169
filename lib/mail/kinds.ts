import { z } from "zod";

/** What is decided about a kind of mail, once. Its words are the template of the same name (lib/mail/render.tsx). */
interface MailKindFacts {
  /** Who reads it. `account`: somebody with an account on the brand, or staff. */
  readonly audience: "account" | "visitor" | "portal-support";
  /** `reset`: the brand's sender of password-reset mail; `support`: the portal support mailbox. Both with the brand's name. */
  readonly sender: "reset" | "support";
  /** Carries a link that signs in: no body is kept or logged, and it cannot be sent again, only asked for anew. */
  readonly secret: boolean;
  /** Whether a person may switch it off. */
  readonly optional: boolean;
  readonly props: z.ZodObject;
}

const signInLink = z.strictObject({ tokenId: z.uuid() });

export const MAIL_KINDS = {
  "password-reset": { audience: "account", sender: "reset", secret: true, optional: false, props: signInLink },
  "first-sign-in": { audience: "account", sender: "reset", secret: true, optional: false, props: signInLink },
  "password-changed": {
    audience: "account",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({}),
  },
  "connect-received": {
    audience: "portal-support",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({
      name: z.string(),
      company: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
      need: z.string().nullable(),
    }),
  },
  "connect-acknowledged": {
    audience: "visitor",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({}),
  },
} as const satisfies Record<string, MailKindFacts>;

export type MailKind = keyof typeof MAIL_KINDS;
export type MailProps<K extends MailKind> = z.infer<(typeof MAIL_KINDS)[K]["props"]>;

export function isMailKind(name: string): name is MailKind {
  return Object.hasOwn(MAIL_KINDS, name);
}
