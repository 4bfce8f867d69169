"use client";

import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import { Failure } from "@/components/layout/failure";

/**
 * Replaces the whole document when the root layout fails: it has its own styles and no brand, because both come from
 * that layout.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-US">
      <body>
        <title>This page did not load</title>
        <main>
          <Failure error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
