"use client";

import { Failure } from "@/components/layout/failure";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="content" tabIndex={-1} className="outline-none">
      <Failure error={error} retry={retry} />
    </main>
  );
}
