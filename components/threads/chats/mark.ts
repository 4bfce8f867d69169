import type { Marks } from "@/lib/threads/chats/types";

/** What became of an own message. `at` is its time in ISO 8601. */
export function markOf(at: string, { receivedAt, readAt }: Marks): "Sent" | "Delivered" | "Read" {
  const reaches = (mark: string | null) => mark !== null && Date.parse(mark) >= Date.parse(at);
  return reaches(readAt) ? "Read" : reaches(receivedAt) ? "Delivered" : "Sent";
}
