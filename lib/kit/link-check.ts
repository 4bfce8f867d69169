import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { NoPublicAddress, publicAddress } from "./public-address";

/** How long a page may take to begin its answer. */
const TIMEOUT_MS = 10_000;
const MOST_REDIRECTS = 5;

interface Found {
  readonly address: string;
  readonly family: number;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
}

/** What the check asks of the network. */
export interface Net {
  /** Rejects with NoPublicAddress for a host inside a network. */
  readonly resolve: (host: string) => Promise<Found>;
  /** Asks at the address that was judged. Rejects if nothing answers. */
  readonly ask: (target: URL, found: Found) => Promise<Answer>;
}

/** `unknown`: our own network could not tell, so nothing is said of the link. */
type LinkState = { readonly state: "alive" | "unknown" } | { readonly state: "dead"; readonly fault: string };

const dead = (fault: string): LinkState => ({ state: "dead", fault });

/**
 * Whether a page on the web still answers, for who links to it. No address inside a network is asked, and each redirect
 * is judged anew as if it were the link. Nothing of the page is read. An answer that only keeps us out (401, 403, 429)
 * counts as alive: people may well get in.
 */
export async function checkLink(url: string, net: Net = internet): Promise<LinkState> {
  let target = new URL(url);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    if (target.protocol !== "https:" && target.protocol !== "http:")
      return dead("It leads on to something that is no web page.");
    if (target.username !== "" || target.password !== "")
      return dead("It leads on to an address with a password in it.");
    const found = await resolved(target, net);
    if ("state" in found) return found;
    const answer = await net.ask(target, found).catch(() => null);
    if (!answer) return dead("Nothing answered there.");
    const { status, location } = answer;
    if (status < 300 || [401, 403, 429].includes(status)) return { state: "alive" };
    if (status >= 400)
      return dead(status === 404 || status === 410 ? "There is no such page." : `It answered ${status}.`);
    if (location === null || !URL.canParse(location, target)) return { state: "alive" };
    target = new URL(location, target);
  }
  return dead("It leads on and on, from one address to the next.");
}

async function resolved(target: URL, net: Net): Promise<Found | LinkState> {
  try {
    return await net.resolve(target.hostname);
  } catch (error) {
    if (error instanceof NoPublicAddress) return dead("It leads to an address that is not on the public internet.");
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOTFOUND" || code === "ENODATA" ? dead("There is no such host.") : { state: "unknown" };
  }
}

const internet: Net = {
  resolve: publicAddress,
  ask: (target, { address, family }) =>
    new Promise((resolve, reject) => {
      const request = target.protocol === "https:" ? requestSecure : requestPlain;
      const asked = request(
        target,
        {
          method: "GET",
          signal: AbortSignal.timeout(TIMEOUT_MS),
          lookup: (_host, { all }, answer) =>
            all ? answer(null, [{ address, family }]) : answer(null, address, family),
          headers: { accept: "text/html, */*;q=0.5", "user-agent": "Client-Portal-Link-Check/1" },
        },
        (response) => {
          const { statusCode = 0, headers } = response;
          response.destroy();
          resolve({ status: statusCode, location: headers.location ?? null });
        },
      );
      asked.on("error", reject);
      asked.end();
    }),
};
