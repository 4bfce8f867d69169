import http from "node:http";

/** One open stream of server-sent events, which tells each event's thread. */
export interface OpenStream {
  close(): void;
}

interface Target {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Opens a stream; resolves with its first bytes. */
export function openStream({ port, path, headers }: Target, onThread: (thread: string) => void): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${path} answered ${response.statusCode}`));
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        const frames = (rest + text).split("\n\n");
        rest = frames.pop() ?? "";
        for (const frame of frames) {
          const data = /^data: (.*)$/m.exec(frame)?.[1];
          const news = data?.startsWith("{") ? (JSON.parse(data) as { type?: string; thread?: string }) : null;
          if (news?.type === "event" && news.thread) onThread(news.thread);
        }
        resolve({ close: () => request.destroy() });
      });
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64, scheduling: "fifo" });

export function post({ port, path, headers }: Target, body: unknown): Promise<number> {
  const content = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = {
      ...headers,
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(content)),
    };
    const request = http.request(
      { host: "127.0.0.1", port, path, method: "POST", headers: sent, agent },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    request.on("error", reject);
    request.end(content);
  });
}

/** The value below which a part of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
