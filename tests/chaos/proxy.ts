import http from "node:http";

/**
 * What nginx does before several web processes: one after the other gets a request, and a process that takes no connection
 * is passed over. A request that a process took is never given to a second one.
 */
export class FrontProxy {
  private turn = 0;

  private constructor(
    private readonly server: http.Server,
    public targets: readonly number[],
  ) {}

  static async open(port: number, targets: readonly number[]): Promise<FrontProxy> {
    const server = http.createServer((request, response) => void proxy.pass(request, response));
    const proxy = new FrontProxy(server, targets);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return proxy;
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const first = this.turn++;
    for (let tried = 0; tried < this.targets.length; tried++) {
      const port = this.targets[(first + tried) % this.targets.length] ?? 0;
      if (await forward(port, request, body, response)) return;
    }
    response.writeHead(502).end();
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** False when nothing was sent because nobody listens there. */
function forward(port: number, from: http.IncomingMessage, body: Buffer, to: http.ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const { method, url: path, headers } = from;
    const request = http.request({ host: "127.0.0.1", port, method, path, headers, agent: false });
    request.on("response", (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
      answer.on("error", () => to.destroy());
      answer.on("end", () => resolve(true));
      answer.on("close", () => resolve(true));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") return resolve(false);
      if (to.headersSent) to.destroy();
      else to.writeHead(502).end();
      resolve(true);
    });
    request.end(body);
  });
}
