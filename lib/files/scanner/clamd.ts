import { connect, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Scan, Verdict } from "./scanner";
import { ScannerUnavailable } from "./unavailable";

/** The connection is given up when no byte was sent or received for so long. */
const SILENCE_MS = 30_000;
const LONGEST_ANSWER = 4_096;

/**
 * Scans with clamd's command INSTREAM over TCP (clamd(8)): after the command come chunks, each with its length before
 * it, and an empty chunk at the end; clamd answers with one line. The prefix `z` means that lines end with NUL.
 */
export function clamd({ host, port }: { readonly host: string; readonly port: number }): Scan {
  return async (content) => {
    const socket = connect({ host, port });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error("no answer in time")));
    const answered = readAnswer(socket);
    // The answer is awaited below. Without this handler a failure while bytes are still being sent would end the
    // process.
    answered.catch(() => {});
    try {
      const sent = pipeline(content, chunks, socket, { end: false });
      // clamd may answer before the end, because it does not read beyond its size limit.
      await Promise.race([sent, answered.then(() => {})]);
      sent.catch(() => {});
      return verdict(await answered);
    } catch (error) {
      if (error instanceof ScannerUnavailable) throw error;
      throw new ScannerUnavailable(error instanceof Error ? error.message : "unknown");
    } finally {
      content.destroy();
      socket.destroy();
    }
  };
}

async function* chunks(content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield Buffer.from("zINSTREAM\0");
  for await (const chunk of content) {
    if (chunk.length === 0) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield length;
    yield chunk;
  }
  yield Buffer.alloc(4);
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (data: Buffer) => {
      text += data.toString("latin1");
      const end = text.indexOf("\0");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > LONGEST_ANSWER) reject(new Error("an answer without an end"));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed without an answer")));
  });
}

/** Reads `stream: OK` and `stream: <name> FOUND`. Any other answer (`… ERROR`) is no verdict. */
function verdict(answer: string): Verdict {
  if (/^stream: OK$/.test(answer)) return "clean";
  if (/^stream: .+ FOUND$/.test(answer)) return "infected";
  throw new ScannerUnavailable(`the scanner answered ${JSON.stringify(answer.slice(0, 200))}`);
}
