import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { createSemaphore } from "@/lib/kit/semaphore";
import { type FileText, TEXT_BOUNDS, TextUnreadable } from "./bounds";

export const PDF = "application/pdf";
export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
export type ReadType = typeof PDF | typeof DOCX;

/** Whether files of this type, detected from the content, have a text that is read. */
export function hasText(mediaType: string): mediaType is ReadType {
  return mediaType === PDF || mediaType === DOCX;
}

/** One at a time in a worker: a process that reads may take much memory. */
const turns = createSemaphore(1, Number.POSITIVE_INFINITY);

const answerSchema = z.union([
  z.object({ text: z.string(), pages: z.int().nonnegative().nullable() }),
  z.object({ fault: z.enum(["damaged", "locked", "too-much", "too-long"]) }),
]);

/** The most that is read of an answer: the text, each of whose characters JSON may write in six. */
const MOST_ANSWERED = TEXT_BOUNDS.text * 6 + 1_024;
const WATCH_MS = 100;

/**
 * Reads the text of a PDF or DOCX in a process of its own, which is ended where it takes too much time or memory. Throws
 * TextUnreadable where the file is at fault; anything else is worth another try.
 */
export async function readFileText(content: Buffer, type: ReadType): Promise<FileText> {
  const leave = await turns.acquire();
  try {
    return await inChild(content, type === PDF ? "pdf" : "docx");
  } finally {
    leave();
  }
}

function inChild(content: Buffer, kind: "pdf" | "docx"): Promise<FileText> {
  const script = fileURLToPath(new URL("./child.ts", import.meta.url));
  const heap = `--max-old-space-size=${TEXT_BOUNDS.heapMegabytes}`;
  const child = spawn(process.execPath, [heap, "--import", import.meta.resolve("tsx"), script, kind], {
    // Without secrets, and without a way to them.
    env: { NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    let answer = "";
    let ended: TextUnreadable | null = null;
    const end = (reason: TextUnreadable) => {
      ended ??= reason;
      child.kill("SIGKILL");
    };
    const late = setTimeout(() => end(new TextUnreadable("too-long")), TEXT_BOUNDS.milliseconds);
    const watch = setInterval(() => {
      void residentBytes(child).then((bytes) => {
        if (bytes > TEXT_BOUNDS.resident) end(new TextUnreadable("too-much"));
      });
    }, WATCH_MS);
    const stop = () => {
      clearTimeout(late);
      clearInterval(watch);
    };
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      answer += piece;
      if (answer.length > MOST_ANSWERED) end(new TextUnreadable("too-much"));
    });
    child.on("error", (error) => {
      stop();
      reject(error);
    });
    child.on("close", (code, signal) => {
      stop();
      if (ended) return reject(ended);
      // Node ends itself with SIGABRT where its heap is full.
      if (signal !== null || code !== 0) return reject(new TextUnreadable("too-much"));
      const parsed = answerSchema.parse(JSON.parse(answer));
      if ("fault" in parsed) reject(new TextUnreadable(parsed.fault));
      else resolve(parsed);
    });
    // A child that is gone takes no input; how it ended is told by `close`.
    child.stdin.on("error", () => {});
    child.stdin.end(content);
  });
}

/** Memory of a process where Linux tells it, else 0: there the limits of time and heap hold alone. */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  try {
    const pages = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ")[1];
    return Number(pages) * 4_096;
  } catch {
    return 0;
  }
}
