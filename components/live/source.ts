import { type LiveNews, readNews } from "./live-events";

/** Pauses after the browser itself gave up: it does so when the answer is no stream. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** This account has more browsers open than it may: the others keep theirs. */
const CROWDED_PAUSE_MS = 10 * 60_000;

/**
 * An EventSource that does not give up. After any gap whose events may be lost, and at once for an heir, it tells `reset`.
 * `end` is called when the session is over; then it stays closed. Returns what closes it.
 */
export function openSource(
  address: string,
  isHeir: boolean,
  hear: (news: LiveNews) => void,
  end: () => void,
): () => void {
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
    source.addEventListener("end", ({ data }: MessageEvent<string>) => {
      if (data === "crowded") return again(CROWDED_PAUSE_MS);
      source?.close();
      end();
    });
    source.onerror = () => {
      // Where it is still connecting, it comes back by itself, and says where it stood.
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
