import { createHash, createHmac, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/**
 * The secret of a link in a mail: HMAC-SHA-256(MAIL_TOKEN_KEY, kind ‖ row id), base64url, 43 characters. It is computed
 * again at each try to send the mail, so it is stored nowhere; the row keeps its `hashSecret`.
 */
export function tokenFor(kind: string, rowId: string): string {
  return createHmac("sha256", env().MAIL_TOKEN_KEY).update(`${kind}\0${rowId}`, "utf8").digest("base64url");
}

/** SHA-256, hex: what the database keeps of a secret that has at least 128 bits. Not for passwords. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}

/** 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Does the text have the shape of `newSecret` and `tokenFor`? Anything else is not worth a query. */
export function isSecretShaped(text: string | undefined | null): text is string {
  return typeof text === "string" && /^[A-Za-z0-9_-]{43}$/.test(text);
}
