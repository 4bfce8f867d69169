import { inflateSync } from "node:zlib";
import { BeyondBudget, type Budget } from "./budget";

/** A stream of a PDF that holds objects is short; pictures are not unpacked. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_STREAMS = 2_000;
/** Of all of them: a page of a PDF is a few kilobytes. */
const MOST_TOGETHER = 32 * 1024 * 1024;

/** The packed streams of a PDF that may hold objects, unpacked one after the other. One that is damaged is passed over. */
export function* unpackStreams(content: Buffer, budget: Budget): Generator<Buffer> {
  let streams = 0;
  let together = 0;
  for (let at = content.indexOf("/ObjStm"); at >= 0; at = content.indexOf("/ObjStm", at + 7)) {
    const begin = content.indexOf("stream", at);
    if (begin < 0 || ++streams > MOST_STREAMS || together > MOST_TOGETHER) return;
    const data = content.subarray(begin + (content[begin + 6] === 0x0d ? 8 : 7));
    try {
      const unpacked = inflateSync(data.subarray(0, MOST_BYTES), { maxOutputLength: MOST_BYTES, finishFlush: 2 });
      together += unpacked.length;
      budget.unpack(unpacked.length);
      yield unpacked;
    } catch (error) {
      if (error instanceof BeyondBudget) throw error;
    }
  }
}
