import { buffer } from "node:stream/consumers";
import { TEXT_BOUNDS, TextUnreadable } from "./bounds";
import { readDocx } from "./docx";
import { readPdf } from "./pdf";

/*
 * A process of its own that reads the text of one file from its input and writes what it found to its output, as JSON.
 * It has no environment, so it knows no secret and no address of anything.
 */

// The parent ends this process in time, and this is for where the parent itself was ended.
setTimeout(() => process.exit(1), 2 * TEXT_BOUNDS.milliseconds).unref();
const content = await buffer(process.stdin);
const write = (answer: object) => process.stdout.write(JSON.stringify(answer));
try {
  write(process.argv[2] === "pdf" ? await readPdf(new Uint8Array(content)) : await readDocx(content));
} catch (error) {
  write({ fault: error instanceof TextUnreadable ? error.fault : "damaged" });
}
