"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Choice } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";

interface Props {
  label: string;
  /** The first option, which chooses nothing. */
  first: string;
  options: readonly Choice[];
  /** Puts what is chosen into the text. */
  onInsert: (value: string) => void;
}

/** A choice whose text a button puts at the cursor of the composer around it. */
export function InsertPicker({ label, first, options, onInsert }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState("");
  const put = () => {
    if (chosen === "") return;
    onInsert(chosen);
    setChosen("");
  };
  return (
    <Field id={id} label={label} inline>
      {(control) => (
        <span className="flex min-w-0 gap-2">
          <Select
            {...control}
            className="w-44 min-w-0"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <option value="">{first}</option>
            {options.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
          <Button onClick={put} aria-disabled={chosen === "" || undefined}>
            Insert
          </Button>
        </span>
      )}
    </Field>
  );
}
