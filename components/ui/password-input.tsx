"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState, useSyncExternalStore } from "react";
import { TextInput } from "./inputs";

const never = () => () => {};

/** A password with a button that shows it. The button is rendered only where scripts run, as it needs one. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  const [shown, setShown] = useState(false);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <span className="relative block">
      <TextInput
        type={shown ? "text" : "password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className={`pr-12 ${className ?? ""}`}
        {...rest}
      />
      {scripted && (
        <button
          type="button"
          aria-label={shown ? "Hide what is typed" : "Show what is typed"}
          aria-controls={rest.id}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-lg text-muted hover:text-ink"
        >
          {shown ? <EyeOff aria-hidden size={18} /> : <Eye aria-hidden size={18} />}
        </button>
      )}
    </span>
  );
}
