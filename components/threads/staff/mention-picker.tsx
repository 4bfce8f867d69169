"use client";

import { useId, useState } from "react";
import { useComposer } from "@/components/threads/composer-context";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";
import type { Worker } from "@/lib/threads/staff/people/queries";

/** Puts `@Name` at the cursor of the note around it: whoever is named is asked. Needs scripts; typed it works as well. */
export function MentionPicker({ people }: { people: readonly Worker[] }) {
  const id = useId();
  const { insert } = useComposer();
  const [chosen, setChosen] = useState("");
  if (people.length === 0) return null;
  const put = () => {
    if (chosen === "") return;
    insert(`@${chosen} `);
    setChosen("");
  };
  return (
    <div className="noscript:hidden">
      <Field id={id} label="Ask a colleague" inline>
        {(control) => (
          <span className="flex min-w-0 gap-2">
            <Select
              {...control}
              className="w-44 min-w-0"
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              <option value="">Choose a person</option>
              {people.map((person) => (
                <option key={person.id} value={person.name}>
                  {person.name}
                </option>
              ))}
            </Select>
            <Button onClick={put} aria-disabled={chosen === "" || undefined}>
              Insert
            </Button>
          </span>
        )}
      </Field>
    </div>
  );
}
