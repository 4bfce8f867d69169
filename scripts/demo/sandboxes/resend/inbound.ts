import { randomUUID } from "node:crypto";
import type { GetReceivingEmailResponseSuccess, ListAttachmentsResponseSuccess } from "resend";
import { z } from "zod";
import { NewestFirst } from "@/scripts/demo/sandboxes/newest";
import { type WebhookOptions, Webhooks } from "./webhooks";

/**
 * A mail that somebody sends to the portal. Less strict than for mail that Resend sends, because senders write what
 * they like.
 */
export const inboundSchema = z.strictObject({
  from: z.string().min(1),
  to: z.union([z.string(), z.array(z.string()).min(1)]),
  cc: z.array(z.string()).default([]),
  subject: z.string().default(""),
  text: z.string().optional(),
  html: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Headers that the receiving server adds at the top. By default those of a mail that passes its checks. */
  receipt: z.record(z.string(), z.string()).optional(),
  /** Generated when left out. */
  message_id: z.string().optional(),
  attachments: z
    .array(
      z.strictObject({
        filename: z.string().optional(),
        content: z.base64(),
        content_type: z.string().optional(),
        /** For a picture that the HTML shows by `cid:`. */
        content_id: z.string().optional(),
      }),
    )
    .default([]),
});

export type InboundEmail = z.input<typeof inboundSchema>;

interface StoredFile {
  readonly id: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly contentId: string | null;
  readonly content: Buffer;
}

export interface ReceivedEmail extends Omit<z.output<typeof inboundSchema>, "attachments" | "to" | "message_id"> {
  readonly id: string;
  /** ISO 8601, UTC, by the machine's real clock. */
  readonly created_at: string;
  readonly to: string[];
  readonly message_id: string;
  readonly files: readonly StoredFile[];
}

export type InboundOptions = WebhookOptions;

/** Mails that the portal's domain has received, and the webhook that reports them. */
export class InboundMails {
  readonly #mails = new NewestFirst<ReceivedEmail>(1_000);
  readonly #webhooks: Webhooks;
  readonly #now: () => number;
  /** Origin from which attachments are fetched; set once it is known. */
  origin: string;

  constructor(options: InboundOptions, now: () => number, origin: string) {
    this.#webhooks = new Webhooks(options);
    this.#now = now;
    this.origin = origin;
  }

  /** Whether a portal's webhook is set. */
  get isOn(): boolean {
    return this.#webhooks.isOn;
  }

  /** Newest first. */
  list(): ReceivedEmail[] {
    return this.#mails.list();
  }

  find(id: string): ReceivedEmail | undefined {
    return this.#mails.list().find((mail) => mail.id === id);
  }

  findFile(mailId: string, fileId: string): StoredFile | undefined {
    return this.find(mailId)?.files.find((file) => file.id === fileId);
  }

  /** Stores a mail and reports it. */
  receive(email: z.output<typeof inboundSchema>): ReceivedEmail {
    const { attachments, to, message_id, ...rest } = email;
    const id = randomUUID();
    const mail: ReceivedEmail = {
      ...rest,
      id,
      created_at: new Date(this.#now()).toISOString(),
      to: Array.isArray(to) ? to : [to],
      message_id: message_id ?? `<${id}@mail.example>`,
      files: attachments.map(({ filename, content, content_type, content_id }) => ({
        id: randomUUID(),
        filename: filename ?? null,
        contentType: content_type ?? "application/octet-stream",
        contentId: content_id ?? null,
        content: Buffer.from(content, "base64"),
      })),
    };
    this.#mails.add(mail);
    this.tell(mail);
    return mail;
  }

  /** Reports a mail, again if it was reported before. */
  tell(mail: ReceivedEmail): void {
    this.#webhooks.tell(receivedEvent(mail));
  }

  /** Resolves when nothing is being sent any more. */
  async idle(): Promise<void> {
    await this.#webhooks.idle();
  }

  /** Aborts everything that is being sent, for good. */
  async close(): Promise<void> {
    await this.#webhooks.close();
  }
}

/** Content of the webhook: ids and envelope, neither text nor attachments. */
function receivedEvent(mail: ReceivedEmail) {
  return {
    type: "email.received",
    created_at: mail.created_at,
    data: {
      email_id: mail.id,
      created_at: mail.created_at,
      from: mail.from,
      to: mail.to,
      cc: mail.cc,
      bcc: [],
      message_id: mail.message_id,
      subject: mail.subject,
      attachments: mail.files.map((file) => ({
        id: file.id,
        filename: file.filename ?? "",
        content_type: file.contentType,
        content_disposition: "attachment",
      })),
    },
  };
}

/** Headers that Amazon SES, which receives mail for Resend, adds to a mail whose sender is authentic. */
function soundReceipt(from: string): Record<string, string> {
  const domain = /@([^\s<>@"]+)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? "unknown.example";
  const envelope = `client-ip=192.0.2.10; envelope-from=bounces@${domain}; helo=mail.${domain}`;
  return {
    "Received-SPF": `pass (spfCheck: domain of ${domain} designates 192.0.2.10 as permitted sender) ${envelope};`,
    "Authentication-Results": `amazonses.com;\r\n spf=pass (spfCheck: domain of ${domain} designates 192.0.2.10 as permitted sender) ${envelope};\r\n dkim=pass header.i=@${domain};\r\n dmarc=pass header.from=${domain};`,
  };
}

/** The mail in raw form. Only its headers are realistic: attachments are fetched separately. */
export function toRawEmail(mail: ReceivedEmail): string {
  const fields = [
    ...Object.entries(mail.receipt ?? soundReceipt(mail.from)),
    ...Object.entries(mail.headers),
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Subject", mail.subject],
    ["Message-ID", mail.message_id],
  ];
  // A line break in a value from a test starts a new header, as it would in a real mail.
  return `${fields.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${mail.text ?? ""}`;
}

/** The answer of `GET /emails/receiving/<id>`. `origin`: from where the raw mail is fetched. */
export function toReceivedEmail(mail: ReceivedEmail, origin: string): GetReceivingEmailResponseSuccess {
  return {
    object: "email",
    id: mail.id,
    to: mail.to,
    from: mail.from,
    created_at: mail.created_at,
    subject: mail.subject,
    bcc: [],
    cc: mail.cc,
    reply_to: [],
    received_for: mail.to,
    html: mail.html ?? null,
    text: mail.text ?? null,
    // Of headers with the same name one remains, here the sender's.
    headers: { ...mail.receipt, ...mail.headers },
    message_id: mail.message_id,
    raw: {
      download_url: `${origin}/mail/inbound/${mail.id}/raw`,
      expires_at: new Date(Date.parse(mail.created_at) + 3_600_000).toISOString(),
    },
    attachments: mail.files.map((file) => ({
      id: file.id,
      filename: file.filename,
      size: file.content.byteLength,
      content_type: file.contentType,
      content_id: file.contentId,
      content_disposition: file.contentId === null ? "attachment" : "inline",
    })),
  };
}

/** A file as `GET /emails/receiving/<id>/attachments` lists it. */
export function toAttachment(
  mail: ReceivedEmail,
  file: StoredFile,
  origin: string,
): ListAttachmentsResponseSuccess["data"][number] {
  return {
    id: file.id,
    ...(file.filename === null ? {} : { filename: file.filename }),
    size: file.content.byteLength,
    content_type: file.contentType,
    content_disposition: file.contentId === null ? "attachment" : "inline",
    ...(file.contentId === null ? {} : { content_id: file.contentId }),
    download_url: `${origin}/mail/inbound/${mail.id}/files/${file.id}`,
    expires_at: new Date(Date.parse(mail.created_at) + 3_600_000).toISOString(),
  };
}
