import { Resend } from "resend";
import { env } from "@/lib/env";

const TIMEOUT_MS = 10_000;

/** A file that goes with a mail. */
export interface Attachment {
  readonly filename: string;
  readonly content: Buffer;
}

export interface Message {
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Headers to add to those that the provider writes itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** Kind of the mail, by which the provider's own log can be searched. */
  readonly tag: string;
  readonly attachments: readonly Attachment[];
}

export type SendOutcome =
  | { readonly result: "sent"; readonly providerId: string }
  /** An earlier attempt was accepted, with other bytes: a deploy or a change of the brand came between the attempts. */
  | { readonly result: "sent-before" }
  /** `busy`: the provider is still handling another attempt for this mail, which is not a fault of the provider. */
  | { readonly result: "retry"; readonly reason: string; readonly busy?: boolean }
  | { readonly result: "refused"; readonly reason: string };

export type SendMail = (message: Message, idempotencyKey: string) => Promise<SendOutcome>;

/** Errors about a wrong or missing key. An operator can correct the key, so the mails wait. */
const KEY_PROBLEMS = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key"]);

/** Sends through Resend's API. `baseUrl`: address of a sandbox that is used instead; `timeoutMs`: for one attempt. */
export function createResendSender(options: { apiKey: string; baseUrl?: string; timeoutMs?: number }): SendMail {
  const resend = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : undefined);
  return async (message, idempotencyKey) => {
    const { data, error } = await resend.emails.send(
      {
        from: message.from,
        to: message.to,
        replyTo: message.replyTo ?? undefined,
        subject: message.subject,
        html: message.html,
        text: message.text,
        headers: Object.keys(message.headers).length > 0 ? { ...message.headers } : undefined,
        tags: [{ name: "kind", value: message.tag }],
        attachments: message.attachments.length > 0 ? [...message.attachments] : undefined,
      },
      { idempotencyKey, signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS) },
    );
    if (!error) return { result: "sent", providerId: data.id };
    const { statusCode, name } = error;
    const reason = `${statusCode ?? "no answer"} ${name}`;
    if (name === "invalid_idempotent_request") return { result: "sent-before" };
    const mayPass =
      statusCode === null ||
      statusCode === 429 ||
      statusCode >= 500 ||
      name === "concurrent_idempotent_requests" ||
      KEY_PROBLEMS.has(name);
    const busy = name === "concurrent_idempotent_requests";
    return mayPass ? { result: "retry", reason, busy } : { result: "refused", reason: `${reason}: ${error.message}` };
  };
}

/** The sender of this deployment; null when mail is off because no key is configured. */
export function configuredSender(): SendMail | null {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl } = env();
  return apiKey ? createResendSender({ apiKey, baseUrl }) : null;
}
