"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";
import { PlainSave, SavedLine } from "./saved-line";
import { type PropertyAsked, useProperty } from "./use-property";

interface Props extends PropertyAsked {
  /** Names the form for screen readers. */
  form: string;
  label: string;
  help?: string;
  /** The key of the room that leads into the field. */
  shortcut?: "a" | "s";
  /** Of the button where there are no scripts. */
  button: string;
}

/**
 * A property that is saved when it is chosen, with a quiet line and the way back. Chosen by keys it is saved by Enter or
 * on leaving the field, so that walking past an option does not save it.
 */
export function Property({ form, label, help, shortcut, button, ...asked }: Props) {
  const id = useId();
  const it = useProperty(asked);
  const { pending, refusal, isOpen, told } = it;
  return (
    <form action={it.post} aria-label={form} className="grid gap-1" onSubmit={(event) => event.preventDefault()}>
      {Object.entries(it.always).map(([field, kept]) => (
        <input key={field} type="hidden" name={field} value={kept} />
      ))}
      <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-x-2">
        <label htmlFor={id} className="text-sm text-muted">
          {label}
        </label>
        <Select
          id={id}
          name={asked.name}
          aria-keyshortcuts={shortcut}
          title={shortcut && `Key: ${shortcut}`}
          value={it.shown}
          aria-busy={pending || undefined}
          aria-invalid={refusal ? true : undefined}
          aria-describedby={`${id}-said`}
          onPointerDown={it.onPointerDown}
          onKeyDown={it.onKeyDown}
          onBlur={it.settle}
          onChange={(event) => it.choose(event.currentTarget.value)}
        >
          {asked.options.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      </div>
      <div id={`${id}-said`} className="grid gap-1 text-xs text-muted empty:hidden">
        {help && isOpen && <p>{help}</p>}
        <FieldError id={undefined} errors={refusal ? [refusal] : []} />
      </div>
      {told && <TellClient told={told} pending={pending} onTell={it.save} onCancel={it.cancel} />}
      {refusal && isOpen && !told && (
        <Button size="small" className="justify-self-start" onClick={it.save}>
          Try again
        </Button>
      )}
      <SavedLine
        noun={label.toLocaleLowerCase("en-US")}
        pending={pending}
        saved={it.saved}
        onUndo={it.goBack}
        hint={isOpen && !told && !refusal && "Enter saves it."}
      />
      <PlainSave>{button}</PlainSave>
    </form>
  );
}

interface TellProps {
  told: string;
  pending: boolean;
  onTell: () => void;
  onCancel: () => void;
}

/** What a client is told by mail takes one more press. */
function TellClient({ told, pending, onTell, onCancel }: TellProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Button size="small" variant="primary" onClick={onTell} aria-disabled={pending || undefined}>
        {told}
      </Button>
      <Button size="small" variant="quiet" onClick={onCancel}>
        Cancel
      </Button>
      <span className="text-xs text-muted">The client is told by mail.</span>
    </div>
  );
}
