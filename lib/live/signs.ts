import type { Typing } from "./queries";

/** What is told of somebody at once, and kept nowhere. */
export type Sign =
  | { readonly type: "typing" }
  | { readonly type: "presence" }
  | { readonly type: "here"; readonly doing: "looks" | "writes" | "left" };

/**
 * The sign that a notification holds, and of whom: `typing:<thread>:<kind>:<person>`, `presence:…` or
 * `here:<thread>:staff:<person>:<doing>`; null for any other.
 */
export function readSign(payload: string): { readonly sign: Sign; readonly of: Typing } | null {
  const [type, threadId = "", kind, person, doing] = payload.split(":");
  if ((kind !== "contact" && kind !== "staff") || !person) return null;
  const of = { threadId, kind, person } as const;
  if (type === "typing" || type === "presence") return { sign: { type }, of: { ...of, internal: false } };
  if (type !== "here" || kind !== "staff") return null;
  if (doing !== "looks" && doing !== "writes" && doing !== "left") return null;
  return { sign: { type, doing }, of: { ...of, internal: true } };
}
