"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { PlainSave, SavedLine } from "@/components/threads/staff/saved-line";
import { useSaving } from "@/components/threads/staff/use-saving";
import { isWalk } from "@/components/threads/staff/walks";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";
import type { FormAction } from "@/lib/gate/actions/result";

interface Props {
  action: FormAction;
  label: string;
  number: string;
  name: string;
  /** The first option, which chooses nothing. */
  first: string;
  children: ReactNode;
}

/**
 * A colleague who is chosen for a chat, which is done at once and cannot be taken back. So an option that is reached by
 * keys alone is only shown, until Enter or the button says that it is meant. After it the field is empty for the next.
 */
export function ChatChoice({ action, label, number, name, first, children }: Props) {
  const id = useId();
  const { post, pending, refusal, save } = useSaving(action, name);
  const [chosen, setChosen] = useState("");
  const [isSaved, setIsSaved] = useState(false);
  const walks = useRef(false);
  const isOpen = chosen !== "" && !pending;

  const put = (to: string) => {
    walks.current = false;
    if (to === "" || pending) return;
    save({ number, [name]: to }, () => {
      setChosen("");
      setIsSaved(true);
    });
  };
  const choose = (to: string) => {
    setChosen(to);
    setIsSaved(false);
    if (!walks.current) put(to);
  };
  const onKeyDown = ({ key, altKey }: KeyboardEvent) => {
    if (key === "Enter") put(chosen);
    else walks.current = isWalk({ key, altKey });
  };

  return (
    <form
      action={post}
      aria-label={`${label}: ${number}`}
      className="grid gap-2"
      onSubmit={(event) => event.preventDefault()}
    >
      <input type="hidden" name="number" value={number} />
      <Field id={id} label={label} errors={refusal ? [refusal] : []}>
        {(control) => (
          <Select
            {...control}
            name={name}
            value={chosen}
            aria-busy={pending || undefined}
            onPointerDown={() => {
              walks.current = false;
            }}
            onKeyDown={onKeyDown}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="">{first}</option>
            {children}
          </Select>
        )}
      </Field>
      {isOpen && (
        <Button size="small" className="justify-self-start" onClick={() => put(chosen)}>
          {label}
        </Button>
      )}
      <SavedLine
        noun={label.toLocaleLowerCase("en-US")}
        pending={pending}
        saved={isSaved ? "forth" : null}
        onUndo={null}
        hint={isOpen && !refusal && "Enter saves it."}
      />
      <PlainSave>{label}</PlainSave>
    </form>
  );
}
