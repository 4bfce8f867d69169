/** What is told of a button that was refused. `back`: what to do on a page of its own, `here`: on the button's page. */
export interface RefusalWords {
  readonly title: string;
  readonly why: string;
  readonly back: string;
  readonly here: string;
}

const LATER = "Try again in a minute; nothing needs to be done on your side.";

/** By the status of the refusal. A role that was lost and a thing that is missing (403, 404) have pages of their own. */
const REFUSALS: Readonly<Record<number, RefusalWords>> = {
  400: {
    title: "This address or form is broken",
    why: "A part of what was sent cannot be read.",
    back: "Go back and try it another way.",
    here: "Reload the page and try it another way.",
  },
  409: {
    title: "This has changed meanwhile",
    why: "Somebody was faster, or it is done already.",
    back: "Go back, reload the page and look at where it stands.",
    here: "Reload the page and look at where it stands.",
  },
  429: {
    title: "This was done too often in a short time",
    why: "Nothing was changed.",
    back: "Go back, and try again in a few minutes.",
    here: "Try again in a few minutes.",
  },
  503: {
    title: "The portal is not available right now",
    why: "What you saved before is kept.",
    back: LATER,
    here: LATER,
  },
};

export const refusalWords = (status: number): RefusalWords | null => REFUSALS[status] ?? null;

const PREFIX = "PORTAL_REFUSED;";

/** The digest of the error that a refused button ends in: all that the browser gets of an error of the server. */
export const refusedDigest = (status: number) => `${PREFIX}${status}`;

/** The words for a digest of refusedDigest; null for the digest of any other error. */
export function wordsOfDigest(digest: string | undefined): RefusalWords | null {
  return digest?.startsWith(PREFIX) ? refusalWords(Number(digest.slice(PREFIX.length))) : null;
}
