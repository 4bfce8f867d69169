import http from "node:http";

export interface Answer {
  readonly status: number;
  /** The Location header as sent. */
  readonly location: string | null;
  readonly body: string;
}

/** Fields of a form in its order. Names may be repeated. */
export type Fields = readonly (readonly [name: string, value: string])[];

const PATIENCE_MS = 60_000;

/**
 * A browser with cookies and forms but without script, for one site. Each request gives one answer: redirects are not
 * followed.
 */
export class PlainBrowser {
  readonly #origin: URL;
  readonly #cookies = new Map<string, string>();

  readonly #port: string;

  /** Connects to this machine, whatever the origin's host name; to another port where a proxy stands before the portal. */
  constructor(origin: string, port = new URL(origin).port) {
    this.#origin = new URL(origin);
    this.#port = port;
  }

  /** Rejects when nothing listens, and when the connection is cut before the answer is complete. */
  get(path: string): Promise<Answer> {
    return this.#ask("GET", path, {}, null);
  }

  /** Sends a form as multipart, as a browser does with files. Rejects as `get` does. */
  async post(path: string, fields: Fields): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    return this.#send(path, form);
  }

  async #send(path: string, form: FormData): Promise<Answer> {
    const sent = new Response(form);
    const headers = {
      origin: this.#origin.origin,
      "sec-fetch-site": "same-origin",
      "content-type": sent.headers.get("content-type") ?? "",
    };
    return this.#ask("POST", path, headers, Buffer.from(await sent.arrayBuffer()));
  }

  /** Sends one file as a script does. */
  async upload(path: string, name: string, content: Buffer): Promise<Answer> {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(content)]), name);
    return this.#send(path, form);
  }

  #ask(method: string, path: string, headers: Record<string, string>, body: Buffer | null): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const request = http.request({
        ...{ host: "127.0.0.1", port: this.#port, method, path, agent: false, timeout: PATIENCE_MS },
        headers: { host: this.#origin.host, ...(cookie ? { cookie } : {}), ...headers },
      });
      request.on("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          this.#keep(response.headers["set-cookie"] ?? []);
          const { statusCode = 0, headers: told } = response;
          resolve({ status: statusCode, location: told.location ?? null, body: Buffer.concat(parts).toString() });
        });
      });
      request.on("timeout", () => request.destroy(new Error(`${method} ${path}: no answer`)));
      request.on("error", reject);
      request.end(body);
    });
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/**
 * Fields of the form in a page that has a field of this name, with their initial values. Throws where there is no such
 * form.
 */
export function formWith(html: string, field: string): Fields {
  for (const [form] of html.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    const fields = fieldsOf(form);
    if (fields.some(([name]) => name === field)) return fields;
  }
  throw new Error(`no form with ${field}`);
}

/** Fields of the form in a page whose button says this and that has this value; null where there is none. */
export function formSaying(html: string, button: string, held: string): Fields | null {
  for (const [form] of html.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    const fields = fieldsOf(form);
    if (form.includes(`>${button}<`) && fields.some(([, value]) => value === held)) return fields;
  }
  return null;
}

/** Fields in HTML as React writes it: every attribute quoted, every special character escaped. */
export function fieldsOf(html: string): Fields {
  return [...html.matchAll(/<(?:input|textarea)\b([^>]*)>/g)].flatMap(([, attributes = ""]) => {
    const read = (name: string) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
    const name = read("name");
    return name === undefined ? [] : [[unescaped(name), unescaped(read("value") ?? "")] as const];
  });
}

const SIGNS: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };
const unescaped = (text: string) => text.replaceAll(/&(quot|amp|lt|gt|#x27);/g, (_, name: string) => SIGNS[name] ?? "");

/** The form with other values in some fields. */
export function filled(form: Fields, values: Readonly<Record<string, string>>): Fields {
  return form.map(([name, value]) => [name, values[name] ?? value]);
}
