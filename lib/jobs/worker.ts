import { setTimeout as delay } from "node:timers/promises";
import { env } from "@/lib/env";
import { within } from "@/lib/kit/within";
import { describeError, log } from "@/lib/log";
import { configuredSender } from "@/lib/mail/resend";
import { BEAT_MS, beat, freeJobsOf } from "./beats";
import { KeptLane } from "./lane";
import { LANES } from "./lanes";

/** For jobs that run to come to their end; what runs longer is freed, and another worker begins it anew. */
const JOBS_END_MS = 3_000;
const LAST_WRITE_MS = 1_000;
/** So many queues left behind hold so many connections that never come back: then only a new process helps. */
const MOST_ABANDONED = 6;

export interface Worker {
  /** Ends within four seconds: jobs that do not are given back. */
  stop(): Promise<void>;
  /** Settles when this process cannot help itself any more and should be started anew. */
  readonly broken: Promise<void>;
}

/**
 * Starts this process's worker. Throws when the database cannot be reached at the start; later it outlives the
 * database: each lane whose queue gives up, or does nothing any more, is started anew.
 */
export async function startWorker(): Promise<Worker> {
  if (!configuredSender()) {
    log.warn("mail is off: RESEND_API_KEY is not set, so mails wait in the outbox");
  }
  if (!env().INBOUND_MAIL_DOMAIN) {
    log.warn("replies by mail are off: INBOUND_MAIL_DOMAIN is not set, so mails cannot be answered");
  }
  const lanes: KeptLane[] = [];
  try {
    for (const [place, lane] of LANES.entries()) lanes.push(await KeptLane.start(lane, place === 0));
  } catch (error) {
    await within(JOBS_END_MS, Promise.all(lanes.map((lane) => lane.stop())));
    throw error;
  }
  const stopping = new AbortController();
  let breakDown = () => {};
  const broken = new Promise<void>((resolve) => {
    breakDown = resolve;
  });
  const beating = keepBeating(lanes, stopping.signal, breakDown);
  return {
    broken,
    async stop() {
      stopping.abort();
      const held = lanes.flatMap((lane) => [...lane.lost, ...(lane.id === null ? [] : [lane.id])]);
      await within(JOBS_END_MS, Promise.all([beating, ...lanes.map((lane) => lane.stop())]));
      await within(LAST_WRITE_MS, freeJobsOf(held));
    },
  };
}

async function keepBeating(lanes: readonly KeptLane[], signal: AbortSignal, breakDown: () => void): Promise<void> {
  while (!signal.aborted) {
    const alive = lanes.flatMap((lane): [string, string][] => {
      const id = lane.aliveAs();
      return id === null ? [] : [[id, lane.name]];
    });
    const lost = lanes.flatMap((lane) => [...lane.lost]);
    try {
      await beat(new Map(alive), lost);
      for (const lane of lanes) lane.lost.splice(0, lane.lost.length, ...lane.lost.filter((id) => !lost.includes(id)));
    } catch (error) {
      log.warn({ cause: describeError(error).name }, "the worker could not say that it lives");
    }
    if (lanes.reduce((sum, { abandoned }) => sum + abandoned, 0) >= MOST_ABANDONED) breakDown();
    await delay(BEAT_MS, undefined, { signal }).catch(() => {});
  }
}
