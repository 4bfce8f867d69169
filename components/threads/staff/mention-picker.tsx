"use client";

import { useComposer } from "@/components/threads/composer-context";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { InsertPicker } from "./insert-picker";

/** Puts `@Name` at the cursor of the note around it: whoever is named is asked. Needs scripts; typed it works as well. */
export function MentionPicker({ people }: { people: readonly Worker[] }) {
  const { insert } = useComposer();
  if (people.length === 0) return null;
  const nameOf = (chosen: string) => people.find(({ id }) => id === chosen)?.name;
  return (
    <div className="noscript:hidden">
      <InsertPicker
        label="Ask a colleague"
        first="Choose a person"
        options={people.map(({ id, name }) => [id, name])}
        onInsert={(chosen) => {
          const name = nameOf(chosen);
          if (name) insert(`@${name} `);
        }}
      />
    </div>
  );
}
