import { writeSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { prepareDrain } from "@/lib/gate/drain";

/* A server that ends at a signal as the framework's does, for drain.test.ts: it waits until connections have ended. */
let taken = 0;
let answered = 0;
const server = createServer(async (request, response) => {
  taken += 1;
  response.on("finish", () => {
    answered += 1;
  });
  if (request.url === "/busy") {
    // Nothing else is done meanwhile: who connects is let in by the system, and not yet by this process.
    writeSync(1, "busy\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  }
  await delay({ "/endless": 60_000, "/long": 1_000 }[request.url ?? ""] ?? 200);
  response.end("whole");
});
server.keepAliveTimeout = 60_000;
prepareDrain();
process.on("exit", () => writeSync(1, `${taken - answered} taken and not answered\n`));
process.on("SIGTERM", () => server.close(() => process.exit(143)));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(address && typeof address === "object" ? address.port : "");
});
