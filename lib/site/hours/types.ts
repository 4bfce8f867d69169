import type { OpenTurns } from "@/lib/kit/open-words";

/** What is open by a calendar, from the moment on at which it was told. */
export interface ToldHours extends OpenTurns {
  /** Business time, in milliseconds since the epoch. */
  readonly servedAt: number;
}

/** Whose hours are told. */
export type OpenKind = "chat" | "portal_support";

/** The answer of the route that open pages ask for what is open (`/api/hours`). */
export type HoursAnswer = Readonly<Record<OpenKind, ToldHours>>;
