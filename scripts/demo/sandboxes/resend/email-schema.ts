import { z } from "zod";
import { parseAddress } from "./addresses";

const MAX_RECIPIENTS = 50;
const SINGLE_LINE = /^[^\r\n]*$/;

const address = z.string().refine((value) => parseAddress(value) !== null);
const addresses = z.union([address, z.array(address).max(MAX_RECIPIENTS)]);

const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, {
  error: "Tags should only contain ASCII letters, numbers, underscores, or dashes, at most 256 of them.",
});

const attachment = z
  .strictObject({
    content: z.base64().optional(),
    filename: z.string().min(1).optional(),
    path: z.url({ protocol: /^https?$/ }).optional(),
    content_type: z.string().optional(),
    content_id: z.string().max(128).optional(),
  })
  .refine((file) => file.content !== undefined || file.path !== undefined, {
    error: "Attachment must have either a `content` or `path`.",
    params: { name: "invalid_attachment" },
  });

/**
 * The body of `POST /emails`. Stricter than the published description, which says nothing of unknown parameters,
 * formats and line breaks. Source: https://resend.com/docs/api-reference/emails/send-email
 */
export const sendEmailSchema = z
  .strictObject({
    from: address,
    to: z.union([address, z.array(address).min(1).max(MAX_RECIPIENTS)]),
    subject: z.string().regex(SINGLE_LINE, { error: "The `\\n` is not allowed in the `subject` field." }),
    bcc: addresses.optional(),
    cc: addresses.optional(),
    reply_to: addresses.optional(),
    html: z.string().optional(),
    text: z.string().optional(),
    template: z
      .strictObject({
        id: z.string().min(1),
        variables: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      })
      .optional(),
    headers: z
      .record(z.string().regex(/^[!-9;-~]+$/), z.string().regex(SINGLE_LINE), {
        error: "The `headers` field needs to be an object of strings without line breaks.",
      })
      .optional(),
    scheduled_at: z.iso.datetime({ offset: true }).optional(),
    attachments: z.array(attachment).optional(),
    tags: z.array(z.strictObject({ name: tagPart, value: tagPart })).optional(),
    // The SDK's types, newer than the published description, allow null.
    topic_id: z.uuid().nullable().optional(),
  })
  .refine((email) => email.html !== undefined || email.text !== undefined || email.template !== undefined, {
    error: "Missing `html` or `text` field.",
    params: { name: "missing_required_field" },
  })
  .refine((email) => email.template === undefined || (email.html === undefined && email.text === undefined), {
    error: "The `template` field cannot be used together with `html` or `text`.",
  });

export type SendEmailRequest = z.infer<typeof sendEmailSchema>;
