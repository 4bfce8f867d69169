import { Readable } from "node:stream";
import { Resend } from "resend";
import { z } from "zod";
import { env } from "@/lib/env";
import { RetryLater } from "@/lib/errors";
import { type MailFile, nameOfFile } from "./files";
import { type HeaderFields, headerFields } from "./sender-proof";

const TIMEOUT_MS = 20_000;
/** How many files of a mail the provider is asked for. A message takes fewer. */
const MOST_FILES = 100;

/** The provider did not give a mail or file, and may give it later. Its text holds nothing that must not be logged. */
export class MailNotFetched extends RetryLater {
  constructor(reason: string) {
    super("a received mail is asked for again later", reason);
    this.name = "MailNotFetched";
  }
}

export interface ReceivedFile extends MailFile {
  /** The size that the provider announced. The real size is counted when the file is stored. */
  readonly sizeBytes: number;
  /** Downloads the content. Throws MailNotFetched. */
  readonly open: (signal: AbortSignal) => Promise<Readable>;
}

export interface MailedFile extends ReceivedFile {
  /** The file belongs to the signature (see isOfSignature): it is kept, and folded with the signature. */
  readonly ofSignature: boolean;
}

export interface ReceivedMail {
  readonly from: string;
  /** The addresses in To, Cc and Bcc, and those that the provider received the mail for. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The header fields in the order of the mail, which `headers` do not keep; null if the provider has no original mail.
   * Throws MailNotFetched.
   */
  readonly readHead: (signal: AbortSignal) => Promise<HeaderFields | null>;
  readonly files: readonly ReceivedFile[];
}

/** Fetches a received mail by the provider's id; null when the provider has none. Throws MailNotFetched. */
export type ReceiveMail = (providerId: string, signal: AbortSignal) => Promise<ReceivedMail | null>;

const list = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? []);

const mailSchema = z.object({
  from: z.string(),
  to: list,
  cc: list,
  bcc: list,
  received_for: list,
  subject: z.string().nullish(),
  message_id: z.string().nullish(),
  text: z.string().nullish(),
  html: z.string().nullish(),
  headers: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((headers) =>
      Object.fromEntries(Object.entries(headers ?? {}).map(([key, value]) => [key, text(value)])),
    ),
  raw: z.object({ download_url: z.url() }).nullish().catch(null),
  attachments: z.array(z.unknown()).nullish(),
});

const filesSchema = z.object({
  data: z.array(
    z.object({
      filename: z.string().nullish(),
      size: z.int().nonnegative().catch(0),
      content_type: z.string().nullish().catch(null),
      content_id: z.string().nullish().catch(null),
      download_url: z.url(),
    }),
  ),
});

/** The text of a header's value, which may be a list if the mail has the header several times. */
const text = (value: unknown): string => (Array.isArray(value) ? value.map(String).join("\n") : String(value ?? ""));

interface Answer {
  readonly data: unknown;
  readonly error: { readonly statusCode: number | null; readonly name: string } | null;
}

/** Fetches mails from Resend's API. `baseUrl`: the address of a sandbox that is used instead. */
function createResendReceiver(options: { apiKey: string; baseUrl?: string }): ReceiveMail {
  const resend = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : undefined);
  const { receiving } = resend.emails;
  const limits = (signal: AbortSignal) => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });

  const found = <T>({ data, error }: Answer, schema: z.ZodType<T>): T | null => {
    if (error?.statusCode === 404) return null;
    if (error) throw new MailNotFetched(`${error.statusCode ?? "no answer"} ${error.name}`);
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw new MailNotFetched("the answer is of another shape");
    return parsed.data;
  };

  return async (providerId, signal) => {
    // Without this option the HTML would hold the data of its pictures as text.
    const mail = found(await receiving.get(providerId, { html_format: "cid" }, limits(signal)), mailSchema);
    if (!mail) return null;
    const files = mail.attachments?.length
      ? found(await receiving.attachments.list({ emailId: providerId, limit: MOST_FILES }, limits(signal)), filesSchema)
      : null;
    return {
      from: mail.from,
      recipients: [...mail.received_for, ...mail.to, ...mail.cc, ...mail.bcc],
      subject: mail.subject ?? "",
      messageId: mail.message_id ?? "",
      text: mail.text ?? null,
      html: mail.html ?? null,
      headers: mail.headers,
      readHead: async (reading) =>
        mail.raw ? headerFields(await readHead(await download(mail.raw.download_url, options.baseUrl, reading))) : null,
      files: (files?.data ?? []).map((file) => ({
        name: nameOfFile(file.filename, file.content_type ?? ""),
        type: file.content_type ?? "",
        contentId: file.content_id ?? null,
        sizeBytes: file.size,
        open: (opening) => download(file.download_url, options.baseUrl, opening),
      })),
    };
  };
}

/** The most bytes that are read of a mail's head: more than any proper mail has. */
const MOST_HEAD = 256 * 1024;

/**
 * Reads the head of a mail: everything above the first empty line. The rest is not downloaded. A head that is longer
 * than MOST_HEAD counts as empty, because further senders may stand in what is not read.
 */
async function readHead(content: Readable): Promise<string> {
  let head = "";
  try {
    // Latin-1 reads one character for each byte, so a character that is split between two chunks does no harm.
    for await (const chunk of content) {
      head += Buffer.from(chunk).toString("latin1");
      if (head.length > MOST_HEAD || /\r?\n\r?\n/.test(head)) break;
    }
  } catch {
    throw new MailNotFetched("the head of a mail broke off");
  } finally {
    content.destroy();
  }
  if (head.length > MOST_HEAD && !/\r?\n\r?\n/.test(head.slice(0, MOST_HEAD))) return "";
  return Buffer.from(head, "latin1").toString("utf8");
}

/** Downloads from an address that the provider named. It must be https, or on the sandbox. */
async function download(url: string, baseUrl: string | undefined, signal: AbortSignal): Promise<Readable> {
  const { protocol, origin } = new URL(url);
  if (protocol !== "https:" && !(baseUrl && origin === new URL(baseUrl).origin)) {
    throw new MailNotFetched("a download lies at an address that is not https");
  }
  const response = await fetch(url, { signal, redirect: "error" }).catch(() => null);
  if (!response?.ok) {
    await response?.body?.cancel();
    throw new MailNotFetched(`a download answered ${response?.status ?? "nothing"}`);
  }
  return response.body
    ? Readable.fromWeb(response.body as import("node:stream/web").ReadableStream)
    : Readable.from([]);
}

/** The receiver of this deployment; null when mail is off because no key is configured. */
export function configuredReceiver(): ReceiveMail | null {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl } = env();
  return apiKey ? createResendReceiver({ apiKey, baseUrl }) : null;
}
