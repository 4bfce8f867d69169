import http from "node:http";
import { gzipSync } from "node:zlib";

/** An answer with its body, and how long it took from the first byte sent to the last one received. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

/** What a page weighs. Bytes are those of the text, and `scripts` those of gzip over each file. */
export interface Weight {
  readonly elements: number;
  readonly html: number;
  readonly flight: number;
  readonly scripts: number;
}

/** Asks one server, as a browser that keeps its connection and its cookies. */
export class Visitor {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();

  /** `host`: what the browser thinks it talks to; Node does not resolve *.localhost everywhere. */
  constructor(
    readonly port: number,
    readonly host = "127.0.0.1",
  ) {}

  get(path: string): Promise<Answer> {
    return this.#ask("GET", path, {});
  }

  /** Posts the page's form with these fields as a browser without scripts does, with the fields that React put in. */
  async submit(path: string, values: Readonly<Record<string, string>>): Promise<Answer> {
    const { body } = await this.get(path);
    const forms = [...body.matchAll(/<form\b.*?<\/form>/gs)].map(([html]) => html);
    const html = forms.find((each) => Object.keys(values).every((name) => each.includes(`name="${name}"`)));
    if (!html) throw new Error(`${path} has no form with ${Object.keys(values).join(" and ")}.`);
    const form = new FormData();
    for (const [input] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1];
      if (name) form.append(name, unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? ""));
    }
    for (const [name, value] of Object.entries(values)) form.append(name, value);
    const request = new Request("http://form.invalid/", { method: "POST", body: form });
    const content = Buffer.from(await request.arrayBuffer());
    return this.#ask("POST", path, { "content-type": request.headers.get("content-type") ?? "" }, content);
  }

  /** Weighs an answer; scripts are fetched once each. */
  async weigh({ body }: Answer): Promise<Weight> {
    const flight = [...body.matchAll(/<script[^>]*>self\.__next_f\.push\((.*?)\)<\/script>/gs)];
    const sources = new Set<string>();
    for (const [tag, src] of body.matchAll(/<script[^>]*?src="([^"]+)"[^>]*>/g))
      if (src && !/nomodule/i.test(tag)) sources.add(unescapeHtml(src));
    let scripts = 0;
    for (const source of sources) scripts += gzipSync((await this.get(source)).body).length;
    return {
      elements: [...body.replace(/<script\b.*?<\/script>/gs, "").matchAll(/<[a-z][a-z0-9]*[\s/>]/gi)].length,
      html: Buffer.byteLength(body),
      flight: flight.reduce((sum, [, text]) => sum + Buffer.byteLength(text ?? ""), 0),
      scripts,
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(method: string, path: string, headers: Record<string, string>, content?: Buffer): Promise<Answer> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request({
        agent: this.#agent,
        host: "127.0.0.1",
        port: this.port,
        method,
        path,
        headers: {
          host: `${this.host}:${this.port}`,
          accept: "text/html",
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(content ? { origin: `http://${this.host}:${this.port}`, "content-length": String(content.length) } : {}),
          ...headers,
        },
      });
      request.once("error", reject);
      request.once("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () => {
          const ms = performance.now() - began;
          for (const cookie of response.headers["set-cookie"] ?? []) this.#keep(cookie);
          const body = Buffer.concat(parts).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, ms });
        });
      });
      request.end(content);
    });
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
