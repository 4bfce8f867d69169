"use client";

import { Button } from "@/components/ui/button";
import { Message } from "./message";

/** Shown for an error of the portal: what to do, and the reference under which the log has the cause. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Message
      kicker="Something broke on our side"
      title="This page did not load"
      reference={digestOf(error)}
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          {/* A full load on purpose: what broke may be the page's own scripts. */}
          <a
            href="/"
            className="inline-flex min-h-11 items-center px-2 text-sm text-accent underline decoration-accent-line underline-offset-4 lg:min-h-10"
          >
            Go to the home page
          </a>
        </>
      }
    >
      <p>What you saved before is kept. Try again in a moment; if it stays, tell portal support the reference.</p>
    </Message>
  );
}

/** Next gives errors of the server a digest, under which the log has the cause. */
function digestOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("digest" in error)) return undefined;
  return typeof error.digest === "string" ? error.digest : undefined;
}
