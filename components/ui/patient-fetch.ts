import { mayReload } from "./reload";

/*
 * A reload of the page's data may lose its answer although the portal was asked right before: the connection falls, or
 * a restart comes between. Next would load the whole document then, and what was typed would be lost.
 */

/** Pause before a reload that had no answer is tried again, doubled each time; and up to twice as long. */
const AGAIN_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Lets reloads of the page's data wait until they are answered in full, until the returned function is called. Other
 * requests pass unchanged; so do links to other pages, whose reader asked for them and is told by the browser.
 */
export function awaitReloads(): () => void {
  const { fetch } = globalThis;
  const patient: typeof fetch = (input, init) => {
    const ask = () => fetch(input, init);
    return isReload(input, init) ? untilAnswered(ask) : ask();
  };
  globalThis.fetch = patient;
  return () => {
    if (globalThis.fetch === patient) globalThis.fetch = fetch;
  };
}

/** Whether Next asks for the data of the very page that is shown. */
function isReload(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  if (!headers.has("rsc") || headers.has("next-router-prefetch") || (init?.method ?? "GET") !== "GET") return false;
  const asked = new URL(input instanceof Request ? input.url : input, location.href);
  asked.searchParams.delete("_rsc");
  const shown = new URL(location.href);
  // Reading the parameters of both writes them the same way.
  shown.searchParams.delete("_rsc");
  return asked.origin + asked.pathname + asked.search === shown.origin + shown.pathname + shown.search;
}

async function untilAnswered(ask: () => Promise<Response>): Promise<Response> {
  for (let pause = AGAIN_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const answer = await ask()
      .then(inFull)
      .catch(() => null);
    if (answer && !isAway(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause * (1 + Math.random())));
    // Of another build by now, and something is typed: the page stays as it is.
    if (!(await mayReload())) return new Promise(() => {});
  }
}

const isAway = ({ status }: Response) => status === 429 || status >= 500;

/** The answer once all of it has arrived. Throws where the connection falls on the way. */
async function inFull(answer: Response): Promise<Response> {
  if (!answer.ok) return answer;
  const whole = new Response(await answer.arrayBuffer(), answer);
  Object.defineProperties(whole, { url: { value: answer.url }, redirected: { value: answer.redirected } });
  return whole;
}
