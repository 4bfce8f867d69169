"use client";

import { useId, useState } from "react";
import { FieldError } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import type { FormAction } from "@/lib/gate/actions/result";
import { PlainSave, SavedLine } from "./saved-line";
import { useSaving } from "./use-saving";

interface Props {
  action: FormAction;
  /** Names the form for screen readers. */
  form: string;
  label: string;
  name: string;
  value: string;
  /** Texts to choose from; others may be typed. */
  offered: readonly string[];
  /** Fields that are always sent. */
  hidden: Readonly<Record<string, string>>;
  /** Name of the field in which the value on screen is sent. */
  was: string;
  /** The longest text, in characters. */
  longest: number;
  /** Of the button where there are no scripts. */
  button: string;
}

/** As Property, for a text: saved by Enter and on leaving the field; Escape brings the stored text back. */
export function TextProperty({ action, form, label, name, value, offered, hidden, was, longest, button }: Props) {
  const id = useId();
  const { post, pending, refusal, save } = useSaving(action, name);
  const [typed, setTyped] = useState<string | null>(null);
  const [saved, setSaved] = useState<{ from: string; to: string; isBack: boolean } | null>(null);

  // What is stored has changed: it is shown.
  const [stored, setStored] = useState(value);
  if (stored !== value) {
    setStored(value);
    setTyped(null);
  }
  const isSaved = saved !== null && saved.to === (typed ?? value);

  const put = (to: string, isBack = false) => {
    if (to === value || pending) return;
    setTyped(to);
    save({ ...hidden, [was]: value, [name]: to }, () => setSaved({ from: value, to, isBack }));
  };
  const settle = () => {
    if (typed !== null) put(typed.trim());
  };
  return (
    <form
      action={post}
      aria-label={form}
      className="grid gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      {Object.entries({ ...hidden, [was]: value }).map(([field, kept]) => (
        <input key={field} type="hidden" name={field} value={kept} />
      ))}
      <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-x-2">
        <label htmlFor={id} className="text-sm text-muted">
          {label}
        </label>
        <TextInput
          id={id}
          name={name}
          value={typed ?? value}
          maxLength={longest}
          autoComplete="off"
          list={`${id}-offered`}
          aria-busy={pending || undefined}
          aria-invalid={refusal ? true : undefined}
          aria-describedby={refusal ? `${id}-error` : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setSaved(null);
          }}
          onKeyDown={({ key }) => key === "Escape" && setTyped(null)}
          onBlur={settle}
        />
        <datalist id={`${id}-offered`}>
          {offered.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      </div>
      <FieldError id={`${id}-error`} errors={refusal ? [refusal] : []} />
      <SavedLine
        noun={label.toLocaleLowerCase("en-US")}
        pending={pending}
        saved={isSaved ? (saved.isBack ? "back" : "forth") : null}
        onUndo={() => saved && put(saved.from, true)}
      />
      <PlainSave>{button}</PlainSave>
    </form>
  );
}
