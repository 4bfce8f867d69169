import { setImmediate as nextTurn } from "node:timers/promises";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { LivePosition } from "./position";
import {
  type Heard,
  listenToChannel,
  readHead,
  readMissed,
  readNews,
  readOldestId,
  readTyping,
  type Typing,
} from "./queries";
import { openPosition, sealPosition } from "./seal";
import { SessionChecks } from "./session-checks";
import { readSign, type Sign } from "./signs";
import { type Ending, LiveStream, type StreamOwner } from "./stream";

/** The most streams of one account. A browser has one stream, so these are five browsers. */
export const MAX_OF_ACCOUNT = 5;
const MAX_STREAMS = 2_000;
/** The most events that are replayed. A browser that missed more, or was away for longer, must reload its data. */
export const MAX_REPLAY = 500;
const LONGEST_REPLAY_MS = 10 * 60_000;
const BATCH = 1_000;
/**
 * After so many events the hub lets readers have a turn, so that a burst is not mistaken for a reader that does not
 * read.
 */
const BURST = 50;
/** Each stream has its beat once in so long. */
const ROUND_MS = 20_000;
/**
 * A round has so many turns, and each stream has its beat in one of them: a beat to all at once would keep every event
 * waiting until the last stream has been written to.
 */
const TURNS = 100;
/** The session of each stream is checked in every third round, because it may expire without a notification. */
const ROUNDS_A_CHECK = 3;
const MAX_SIGNS_AT_ONCE = 20;
/** Subtracted from the time of a page: the page's data is older than the time that it states, and clocks differ. */
const SINCE_SLACK_MS = 10_000;

/**
 * Where a stream begins: at a position that was sealed earlier, at the moment when a page was made (system time, ms),
 * or now.
 */
export interface StreamStart {
  readonly last?: string | null;
  readonly since?: number | null;
}

const now = () => systemNow().epochMilliseconds;
const reach = () => ({ most: MAX_REPLAY, after: new Date(now() - LONGEST_REPLAY_MS) });

/**
 * All streams of this process, on one LISTEN that begins with the first stream and ends with the last. Work on events
 * is done one piece after the other, so that a stream that joins has a definite place in their order. For each event
 * and session the right to see it is checked when it is sent.
 */
export class LiveHub {
  private readonly streams = new Set<LiveStream>();
  private position: LivePosition | null = null;
  private endListening: (() => Promise<void>) | null = null;
  private work: Promise<void> = Promise.resolve();
  private isAsked = false;
  private isClosing = false;
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;
  private opened = 0;
  private readonly checks = new SessionChecks();
  private signsNow = 0;

  get size(): number {
    return this.streams.size;
  }

  /** Opens a stream; null if this process has no room for another one. */
  open(owner: StreamOwner, start: StreamStart, signal?: AbortSignal): LiveStream | null {
    if (this.isClosing || this.streams.size >= MAX_STREAMS) return null;
    const own = [...this.streams].filter(({ owner: { account } }) => account.id === owner.account.id);
    for (const oldest of own.slice(0, Math.max(0, own.length - MAX_OF_ACCOUNT + 1))) oldest.close("crowded");
    const stream = new LiveStream(owner, this.opened++ % TURNS, (closed) => this.remove(closed));
    this.streams.add(stream);
    signal?.addEventListener("abort", () => stream.close("gone"), { once: true });
    if (signal?.aborted) stream.close("gone");
    this.serially(async () => {
      try {
        await this.admit(stream, start);
      } catch (error) {
        stream.close("failed");
        throw error;
      }
    });
    return stream;
  }

  /** Ends every stream and the LISTEN. Resolves when all have ended. */
  async closeAll(ending: Ending = "shutdown"): Promise<void> {
    for (const stream of [...this.streams]) stream.close(ending);
    this.serially(() => this.rest());
    await this.work;
  }

  /** The same as closeAll, and no stream is opened any more, because the process ends. */
  async shutDown(): Promise<void> {
    this.isClosing = true;
    await this.closeAll();
  }

  private serially(job: () => Promise<void>): void {
    this.work = this.work
      .then(job)
      .catch((error: unknown) => log.warn({ err: error }, "the live stream stumbled, what it missed is told later"));
  }

  private remove(stream: LiveStream): void {
    if (!this.streams.delete(stream) || this.streams.size > 0) return;
    this.serially(() => this.rest());
  }

  /** Ends the LISTEN when no stream is left. */
  private async rest(): Promise<void> {
    if (this.streams.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.position = null;
    const end = this.endListening;
    this.endListening = null;
    await end?.();
  }

  private async admit(stream: LiveStream, start: StreamStart): Promise<void> {
    if (!stream.isOpen) return;
    const position = await this.start();
    await this.take(position);
    // A session that ended while the stream was being opened was not closed by the notification about it, so it is
    // checked here.
    if (!(await stream.owner.isAlive())) stream.close("session");
    if (!stream.isOpen) return;
    await this.replay(stream, start, position);
    stream.isLive = true;
    stream.beat(sealPosition(position));
  }

  /** Begins to listen before it reads the position of the events, so that no event is missed in between. */
  private async start(): Promise<LivePosition> {
    this.endListening ??= await listenToChannel(
      (payload) => this.hear(payload),
      () => this.ask(),
    );
    if (!this.position) {
      const head = await readHead();
      this.position = new LivePosition(head.high, head.missing, now());
    }
    this.timer ??= setInterval(() => this.takeTurn(), ROUND_MS / TURNS).unref();
    return this.position;
  }

  private hear(payload: string): void {
    const [what, subject = ""] = payload.split(":");
    const sign = readSign(payload);
    if (what === "event") this.ask();
    else if (what === "session") {
      for (const stream of [...this.streams]) if (stream.owner.sessionId === subject) stream.close("session");
    } else if (sign) void this.tellSign(sign.sign, sign.of);
  }

  /** Many notifications in a burst cause one read. */
  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.serially(async () => {
      this.isAsked = false;
      if (this.position) await this.take(this.position);
    });
  }

  /** Sends the events that are new to `position`, each once, in whatever order they were committed. */
  private async take(position: LivePosition): Promise<void> {
    for (;;) {
      const streams = [...this.streams].filter((stream) => stream.isLive);
      const news = await readNews(
        position,
        streams.map(({ owner }) => owner),
        BATCH,
      );
      for (const [index, heard] of news.entries()) {
        if (index % BURST === BURST - 1) await nextTurn();
        if (!position.note(heard.event.id, now())) continue;
        const meant = streams.filter(({ owner }) => heard.by.has(owner.sessionId));
        if (meant.length === 0) continue;
        const sealed = sealPosition(position);
        for (const stream of meant) stream.send(newsOf(heard), sealed);
      }
      if (news.length < BATCH) return;
    }
  }

  /** Sends what this stream's browser has missed, or `reset` if that is not known. Ends at the hub's position. */
  private async replay(stream: LiveStream, { last, since }: StreamStart, position: LivePosition): Promise<void> {
    if (last) {
      const theirs = openPosition(last);
      const oldest = await readOldestId();
      const isKept = theirs && theirs.high <= position.high && (oldest === null || oldest <= theirs.high + 1);
      if (!theirs || !isKept || (oldest === null && theirs.high < position.high)) {
        stream.send({ type: "reset" }, sealPosition(position));
        return;
      }
      const missed = await readMissed(theirs, stream.owner, reach());
      await this.tellMissed(stream, missed, position, theirs);
    } else if (since) {
      const within = reach();
      const from = new Date(since - SINCE_SLACK_MS);
      const missed = from < within.after ? null : await readMissed(from, stream.owner, within);
      await this.tellMissed(stream, missed, position);
    }
  }

  private async tellMissed(stream: LiveStream, missed: Heard[] | null, position: LivePosition, theirs?: LivePosition) {
    if (!missed) {
      stream.send({ type: "reset" }, sealPosition(position));
      return;
    }
    for (const [index, heard] of missed.entries()) {
      if (index % BURST === BURST - 1) await nextTurn();
      // An event that was committed just now is sent by `take`.
      if (!position.has(heard.event.id)) continue;
      theirs?.note(heard.event.id, now());
      if (heard.by.has(stream.owner.sessionId)) stream.send(newsOf(heard), theirs && sealPosition(theirs));
    }
  }

  /**
   * Tells others in a thread that somebody types there, that their browser came or has received something, or, to
   * colleagues alone, what a member of staff does with it.
   */
  private async tellSign(sign: Sign, typing: Typing): Promise<void> {
    if (this.signsNow >= MAX_SIGNS_AT_ONCE) return;
    this.signsNow++;
    try {
      const streams = [...this.streams].filter((stream) => stream.isLive && stream.owner.account.id !== typing.person);
      if (streams.length === 0) return;
      const told = await readTyping(
        typing,
        streams.map(({ owner }) => owner),
      );
      for (const stream of streams) {
        if (!told?.by.has(stream.owner.sessionId)) continue;
        const { threadId: thread, person } = typing;
        if (sign.type === "presence") stream.send({ type: sign.type, thread });
        else stream.send({ ...sign, thread, person, name: told.name });
      }
    } catch (error) {
      log.warn({ err: error, type: sign.type }, "a sign of somebody could not be told");
    } finally {
      this.signsNow--;
    }
  }

  /**
   * The beats of one turn. Each round also reads new events: if a notification is ever lost, its event is late by one
   * round at most.
   */
  private takeTurn(): void {
    this.turn++;
    const { position } = this;
    if (!position) return;
    const turn = this.turn % TURNS;
    if (turn === 0) {
      position.forget(now());
      this.ask();
    }
    const streams = [...this.streams].filter((stream) => stream.turn === turn);
    if (streams.length === 0) return;
    const sealed = sealPosition(position);
    for (const stream of streams) if (stream.isLive) stream.beat(sealed);
    if (Math.floor(this.turn / TURNS) % ROUNDS_A_CHECK === ROUNDS_A_CHECK - 1) void this.checkSessions(streams);
  }

  checkSessions(streams: Iterable<LiveStream> = this.streams): Promise<void> {
    return this.checks.check(streams);
  }
}

/** A notice is sent without a thread: the reader's browser updates the bell. */
function newsOf({ event }: Heard) {
  const thread = event.kind === "notice" ? "" : (event.threadId ?? "");
  return { type: "event", thread, kind: event.kind } as const;
}

const shared = globalThis as typeof globalThis & { portalLive?: LiveHub };

/** The hub of this process. Next bundles a module once for each entry point, so it is kept on globalThis. */
export function liveHub(): LiveHub {
  shared.portalLive ??= new LiveHub();
  return shared.portalLive;
}
