"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { wordsOfDigest } from "@/lib/gate/door/rules";
import { Message } from "./message";

interface Props {
  error: unknown;
  /** Loads the page anew. */
  retry: () => void;
}

/**
 * Shown in place of a page that ended in an error. For an error of the portal: what to do, and the reference under which
 * the log has the cause. For a button that was refused: why.
 */
export function Failure({ error, retry }: Props) {
  const digest = digestOf(error);
  const refused = wordsOfDigest(digest);
  if (refused) {
    return (
      <Message kicker="Not done" title={refused.title} actions={<WaysOn retry={retry}>Reload the page</WaysOn>}>
        <p>
          {refused.why} {refused.here}
        </p>
      </Message>
    );
  }
  return (
    <Message
      kicker="Something broke on our side"
      title="This page did not load"
      reference={digest}
      actions={<WaysOn retry={retry}>Try again</WaysOn>}
    >
      <p>What you saved before is kept. Try again in a moment; if it stays, tell portal support the reference.</p>
    </Message>
  );
}

function WaysOn({ retry, children }: Pick<Props, "retry"> & { children: ReactNode }) {
  return (
    <>
      <Button variant="primary" onClick={retry}>
        {children}
      </Button>
      {/* A full load on purpose: what broke may be the page's own scripts. */}
      <a
        href="/"
        className="inline-flex min-h-11 items-center px-2 text-sm text-accent underline decoration-accent-line underline-offset-4 lg:min-h-10"
      >
        Go to the home page
      </a>
    </>
  );
}

/** Next gives errors of the server a digest, under which the log has the cause. */
function digestOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("digest" in error)) return undefined;
  return typeof error.digest === "string" ? error.digest : undefined;
}
