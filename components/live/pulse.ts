import { hearBeats } from "./live-events";

/** How often a page says that it is there: thrice within the minute after which its person counts as gone. */
const EVERY_MS = 15_000;

export interface Pulse {
  /** Says it at once. */
  readonly now: () => void;
  readonly stop: () => void;
}

/**
 * Calls `say` every 15 seconds until it is stopped; what is said in between counts. The timer does it where it can: a
 * browser wakes those of a tab that was hidden for minutes once a minute only, after which an agent in another tab would
 * count as gone. Events of the stream reach hidden tabs in time, so its beats stand in for a timer that is late. Without
 * a stream the timer is all there is.
 */
export function startPulse(say: () => void): Pulse {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saidAt = 0;
  const wait = () => {
    saidAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(now, EVERY_MS);
  };
  function now(): void {
    wait();
    say();
  }
  wait();
  const stopHearing = hearBeats(() => {
    // In either direction: the clock may have been set back.
    if (Math.abs(Date.now() - saidAt) >= EVERY_MS) now();
  });
  return {
    now,
    stop: () => {
      clearTimeout(timer);
      stopHearing();
    },
  };
}
