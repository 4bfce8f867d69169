import { type LiveNews, readNews } from "./live-events";

/** Pause before a new connection where the browser does not reconnect: it stops when the answer is no event stream. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** Pause where this account has more browsers open than it may; those that are connected stay so. */
const CROWDED_PAUSE_MS = 10 * 60_000;

interface Ears {
  readonly hear: (news: LiveNews) => void;
  /** Called every 20 seconds or so while the stream is open. */
  readonly beat: () => void;
  /** Called when the session is over. */
  readonly end: () => void;
}

/**
 * An EventSource that always reconnects. After a gap in which events may be lost, and at once for an heir, it sends
 * `reset`. It stays closed when the session is over. Returns a function that closes it.
 */
export function openSource(address: string, isHeir: boolean, { hear, beat, end }: Ears): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let hasMissed = isHeir;

  const again = (milliseconds: number) => {
    source?.close();
    hasMissed = true;
    clearTimeout(timer);
    timer = setTimeout(open, milliseconds);
  };

  function open(): void {
    source = new EventSource(address);
    source.onopen = () => {
      pause = FIRST_PAUSE_MS;
      if (hasMissed) hear({ type: "reset" });
      hasMissed = false;
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const news = readNews(parse(data));
      if (news) hear(news);
    };
    source.addEventListener("beat", beat);
    source.addEventListener("end", ({ data }: MessageEvent<string>) => {
      if (data === "crowded") return again(CROWDED_PAUSE_MS);
      source?.close();
      end();
    });
    source.onerror = () => {
      // While it is connecting the browser reconnects by itself, with the last event's id.
      if (source?.readyState !== EventSource.CLOSED) return;
      again(pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
