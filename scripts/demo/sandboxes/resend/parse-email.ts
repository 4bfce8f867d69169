import type { z } from "zod";
import { ADDRESS_FORMAT_MESSAGE } from "./addresses";
import { type SendEmailRequest, sendEmailSchema } from "./email-schema";
import { ResendError, type ResendErrorName } from "./errors";

const REQUIRED = ["from", "to", "subject"] as const;
const ADDRESS_FIELDS = new Set(["from", "to", "cc", "bcc", "reply_to"]);

/** Parses one email. Throws ResendError 422 with the first problem, 404 for a template: the sandbox has none. */
export function parseEmail(body: unknown): SendEmailRequest {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ResendError(422, "validation_error", "The request body needs to be a JSON object.");
  }
  const values = body as Record<string, unknown>;
  for (const field of REQUIRED) {
    if (values[field] === undefined) {
      throw new ResendError(422, "missing_required_field", `Missing \`${field}\` field.`);
    }
  }
  const parsed = sendEmailSchema.safeParse(body);
  if (!parsed.success) throw toResendError(parsed.error.issues, values);
  if (parsed.data.template) throw new ResendError(404, "not_found", "Template not found");
  return parsed.data;
}

/** An email of `POST /emails/batch`, which takes no attachments. Throws like parseEmail. */
export function parseBatchEmail(body: unknown): SendEmailRequest {
  const email = parseEmail(body);
  if (email.attachments !== undefined) {
    throw new ResendError(422, "validation_error", "The `attachments` field is not supported in batch emails.");
  }
  return email;
}

function toResendError(issues: z.core.$ZodIssue[], values: Record<string, unknown>): ResendError {
  const [issue] = issues;
  if (!issue) return new ResendError(422, "validation_error", "Invalid request body.");
  const path = describePath(issue.path);
  const field = String(issue.path[0] ?? "");

  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `\`${path ? `${path}.` : ""}${key}\``).join(", ");
    return new ResendError(422, "validation_error", `Unknown parameter: ${names}.`);
  }
  if (ADDRESS_FIELDS.has(field)) {
    const value = values[field];
    if (Array.isArray(value) && value.length > 50) {
      return new ResendError(422, "validation_error", `The \`${field}\` field can contain at most 50 recipients.`);
    }
    const name: ResendErrorName = field === "from" ? "invalid_from_address" : "validation_error";
    return new ResendError(422, name, `Invalid \`${field}\` field. ${ADDRESS_FORMAT_MESSAGE}`);
  }
  const custom = issue.code === "custom" ? issue.params?.name : undefined;
  if (custom === "invalid_attachment" || custom === "missing_required_field") {
    return new ResendError(422, custom, issue.message);
  }
  return new ResendError(422, "validation_error", path ? `Invalid \`${path}\` field. ${issue.message}` : issue.message);
}

function describePath(path: PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
