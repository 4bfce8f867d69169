import { routes } from "@/lib/routes";
import { type LiveNews, readNews, tell } from "./live-events";
import { openSource } from "./source";

/*
 * One stream a browser: whichever tab holds the lock has it, and passes on what it hears. A browser without locks (plain
 * http on another machine) has one a tab.
 */

/** What tabs tell each other besides news: the session is over. */
const ENDED = "ended";

interface Wishes {
  /** What tabs of one session find each other by. */
  readonly channel: string;
  /** When the page was made, in milliseconds since 1970: what happened since is told first. */
  readonly since: number;
  /** The session ended. */
  readonly onEnd: () => void;
}

/** Hears the stream, by itself or through another tab, until the returned function is called. */
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
      const news = readNews(data);
      if (news) tell(news);
    };
  }

  /** Until this tab goes. `isHeir`: another tab had the stream, and nobody heard what came in between. */
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
      const close = openSource(isHeir ? routes.apiLive : `${routes.apiLive}?since=${since}`, isHeir, hear, end);
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
    // Left before its turn came.
  }
}
