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
    <div className="grid gap-2 noscript:hidden">
      <Field id={id} label="Canned reply">
        {(control) => (
          <span className="flex gap-2">
            <Select
              {...control}
              className="min-w-0 flex-1"
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
