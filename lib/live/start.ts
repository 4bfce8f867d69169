import { createHash } from "node:crypto";
import { systemNow } from "@/lib/kit/time";

/**
 * What a layout passes to LiveProvider: the channel over which the tabs of this browser find each other, and when the
 * page was made.
 */
export function liveStart(sessionId: string): { channel: string; since: number } {
  const channel = createHash("sha256").update(`live ${sessionId}`).digest("base64url").slice(0, 22);
  return { channel, since: systemNow().epochMilliseconds };
}
