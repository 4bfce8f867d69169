"use client";

import { useId, useState } from "react";
import { useComposer } from "@/components/threads/composer-context";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";

/** Inserts a canned reply at the cursor of the composer around it. Needs scripts. */
export function CannedPicker({ replies }: { replies: readonly CannedReply[] }) {
  const id = useId();
  const { insert } = useComposer();
  const [chosen, setChosen] = useState("");
  const [left, setLeft] = useState<readonly string[]>([]);
  const reply = replies.find((candidate) => candidate.id === chosen);
  const put = () => {
    if (!reply) return;
    insert(reply.text);
    setLeft(reply.unknown);
    setChosen("");
  };
  return (
    <div className="grid min-w-0 gap-2 noscript:hidden">
      <Field id={id} label="Canned reply" inline>
        {(control) => (
          <span className="flex min-w-0 gap-2">
            <Select
              {...control}
              className="w-44 min-w-0"
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              <option value="">Choose a text</option>
              {replies.map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {candidate.title}
                </option>
              ))}
            </Select>
            <Button onClick={put} aria-disabled={!reply || undefined}>
              Insert
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="text-sm text-warning empty:hidden">
        {left.length > 0 && `Fill in ${left.join(", ")} yourself: the portal has nothing to put there.`}
      </p>
    </div>
  );
}
