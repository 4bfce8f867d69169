"use client";

import { useState } from "react";
import { useComposer } from "@/components/threads/composer-context";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import { InsertPicker } from "./insert-picker";

/** Inserts a canned reply at the cursor of the composer around it. Needs scripts. */
export function CannedPicker({ replies }: { replies: readonly CannedReply[] }) {
  const { insert } = useComposer();
  const [left, setLeft] = useState<readonly string[]>([]);
  const put = (chosen: string) => {
    const reply = replies.find(({ id }) => id === chosen);
    if (!reply) return;
    insert(reply.text);
    setLeft(reply.unknown);
  };
  return (
    <div className="grid min-w-0 gap-2 noscript:hidden">
      <InsertPicker
        label="Canned reply"
        first="Choose a text"
        options={replies.map(({ id, title }) => [id, title])}
        onInsert={put}
      />
      <p role="status" className="text-sm text-warning empty:hidden">
        {left.length > 0 && `Fill in ${left.join(", ")} yourself: the portal has nothing to put there.`}
      </p>
    </div>
  );
}
