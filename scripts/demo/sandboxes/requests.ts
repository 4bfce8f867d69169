import type { MiddlewareHandler } from "hono";
import { decodeForm } from "@/scripts/demo/sandboxes/stripe/form";
import { NewestFirst } from "./newest";

/** One request to a sandbox's API, as `/requests.json` shows it: without secrets and without tokens of links. */
export type LoggedRequest = {
  /** ISO 8601, UTC. */
  received_at: string;
  method: string;
  /** Path with query. */
  path: string;
  headers: Record<string, string>;
  /** The parsed JSON or form, the text when it is neither, null without a body. */
  body: unknown;
  /** HTTP status of the answer; null while none was given, or when the connection was cut. */
  status: number | null;
};

export class RequestLog {
  readonly #requests = new NewestFirst<LoggedRequest>(5_000);

  add(request: LoggedRequest): void {
    this.#requests.add(request);
  }

  /** Newest first. */
  list(): LoggedRequest[] {
    return this.#requests.list();
  }
}

/** Logs every request, refused ones too. Use it after the body limit, because it reads the whole body. */
export function logRequests(log: RequestLog, now: () => number): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const text = await c.req.text();
    const entry: LoggedRequest = {
      received_at: new Date(now()).toISOString(),
      method: c.req.method,
      path: url.pathname + redactTail(url.search),
      headers: redactHeaders(c.req.header()),
      body: text === "" ? null : redactBody(parse(text, c.req.header("content-type") ?? "")),
      status: null,
    };
    log.add(entry);
    await next();
    if (!c.get("connectionCut")) entry.status = c.res.status;
  };
}

const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "cookie", "x-api-key"]);

export function redactHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name.toLowerCase()) ? "[removed]" : redactText(value),
    ]),
  );
}

/** The same value with link tokens replaced in every string, and files left out. */
export function redactBody(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redactBody);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === "attachments" && Array.isArray(child) ? child.map(redactAttachment) : redactBody(child),
    ]),
  );
}

function redactAttachment(attachment: unknown): unknown {
  if (typeof attachment !== "object" || attachment === null || !("content" in attachment))
    return redactBody(attachment);
  return { ...(redactBody(attachment) as object), content: "[removed]" };
}

const URL_IN_TEXT = /(\bhttps?:\/\/[^\s"'<>/?#]*)([^\s"'<>]*)/gi;
const REPLY_TOKEN = /\+[\w.=-]{20,}@/g;

/** Removes what looks like a token from the links and reply addresses in a text. */
export function redactText(text: string): string {
  return text
    .replace(URL_IN_TEXT, (_match, origin: string, tail: string) => origin + redactTail(tail))
    .replace(REPLY_TOKEN, "+[token]@");
}

/** A path segment or a value of query or fragment with 20 or more URL-safe characters counts as a token. */
function redactTail(tail: string): string {
  return tail.replace(/([/?&;#=])[\w.~%+-]{20,}=*(?=$|[^\w.~%+=-])/g, "$1[token]");
}

function parse(text: string, contentType: string): unknown {
  if (contentType.startsWith("application/x-www-form-urlencoded")) return decodeForm(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
