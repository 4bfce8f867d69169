import { routes } from "@/lib/routes";
import { type LiveNews, passBeat, readNews, tell } from "./live-events";
import { openSource } from "./source";

/*
 * One event stream for each browser: the tab that holds a Web Lock opens it and passes events to the other tabs. Where
 * there are no Web Locks (plain http from another machine), each tab opens one.
 */

/** Sent between tabs when the session has ended, and at each beat of the stream; all other messages are news. */
const ENDED = "ended";
const BEAT = "beat";

interface Wishes {
  /** Name by which tabs of one session find each other. */
  readonly channel: string;
  /** When the page was rendered, in milliseconds since 1970: the stream begins with what happened since. */
  readonly since: number;
  /** Called when the session has ended. */
  readonly onEnd: () => void;
}

/** Listens to the stream, directly or through another tab, until the returned function is called. */
export function connect({ channel, since, onEnd }: Wishes): () => void {
  let stop = join({ channel, since, onEnd });
  // A page in the back/forward cache must hold neither lock nor connection.
  const onHide = () => stop();
  const onShow = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    stop = join({ channel, since, onEnd });
    tell({ type: "reset" });
  };
  window.addEventListener("pagehide", onHide);
  window.addEventListener("pageshow", onShow);
  return () => {
    window.removeEventListener("pagehide", onHide);
    window.removeEventListener("pageshow", onShow);
    stop();
  };
}

function join({ channel, since, onEnd }: Wishes): () => void {
  const name = `portal-live:${channel}`;
  const bus = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  const stopping = new AbortController();
  if (bus) {
    bus.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === ENDED) onEnd();
      if (data === BEAT) passBeat();
      const news = readNews(data);
      if (news) tell(news);
    };
  }

  /**
   * Holds the stream until this tab closes. `isHeir`: another tab held it before, and events in between may be lost.
   */
  const lead = (isHeir: boolean) =>
    new Promise<void>((resolve) => {
      const hear = (news: LiveNews) => {
        tell(news);
        bus?.postMessage(news);
      };
      const end = () => {
        bus?.postMessage(ENDED);
        onEnd();
      };
      const beat = () => {
        bus?.postMessage(BEAT);
        passBeat();
      };
      const address = isHeir ? routes.apiLive : `${routes.apiLive}?since=${since}`;
      const close = openSource(address, isHeir, { hear, beat, end });
      const leave = () => {
        close();
        resolve();
      };
      if (stopping.signal.aborted) leave();
      else stopping.signal.addEventListener("abort", leave, { once: true });
    });

  if (bus && "locks" in navigator) {
    void compete(name, lead, stopping.signal);
  } else void lead(false);

  return () => {
    stopping.abort();
    bus?.close();
  };
}

async function compete(name: string, lead: (isHeir: boolean) => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    const led = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock || signal.aborted) return false;
      await lead(false);
      return true;
    });
    if (!led && !signal.aborted) await navigator.locks.request(name, { signal }, () => lead(true));
  } catch {
    // Stopped before the lock was granted.
  }
}
