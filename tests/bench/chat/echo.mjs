import http from "node:http";

/*
 * The least that a chat could be: a process that holds open streams and writes what is posted for one of them into it.
 * Without sessions, database or a second process. Run as a process of its own: PORT.
 */

const streams = new Map();

http
  .createServer((request, response) => {
    const id = new URL(request.url ?? "/", "http://x").searchParams.get("id") ?? "";
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": \n\n");
      streams.set(id, response);
      return;
    }
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      streams.get(id)?.write(`data: ${JSON.stringify({ type: "event", thread: JSON.parse(body).id })}\n\n`);
      response.writeHead(204).end();
    });
  })
  .listen(Number(process.env.PORT), "127.0.0.1");
