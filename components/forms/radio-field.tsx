"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { FieldError } from "@/components/ui/field";
import { useField } from "./form-context";

export interface RadioOption {
  readonly value: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
}

interface Props {
  name: string;
  legend: ReactNode;
  help?: ReactNode;
  options: readonly RadioOption[];
  /** On wide screens each explanation begins beside its option, for people who know them. */
  isDense?: boolean;
}

/**
 * A choice among a few options, each with its explanation; the whole line can be clicked. Tied to the form around it,
 * and required.
 */
export function RadioField({ name, legend, help, options, isDense }: Props) {
  const field = useField(name);
  const helpId = help ? `${field.id}-help` : undefined;
  const errorId = field.errors.length > 0 ? `${field.id}-error` : undefined;
  return (
    <fieldset
      className="grid min-w-0 gap-1.5"
      aria-describedby={[helpId, errorId].filter(Boolean).join(" ") || undefined}
    >
      <legend className="mb-1.5 text-sm font-semibold">{legend}</legend>
      {help && (
        <p id={helpId} className="text-sm text-muted">
          {help}
        </p>
      )}
      <div
        className={clsx(
          "divide-y divide-line overflow-hidden rounded-lg border",
          errorId ? "border-danger-mark" : "border-control",
        )}
      >
        {options.map(({ value, label, help: words }, index) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer items-start gap-3 bg-surface px-3 py-2.5 hover:bg-sunken has-checked:bg-accent-soft"
          >
            <input
              // The error summary links to the first option.
              id={index === 0 ? field.id : undefined}
              type="radio"
              name={name}
              value={value}
              required
              defaultChecked={field.value === value}
              aria-invalid={errorId ? true : undefined}
              className="mt-1 size-4 flex-none lg:mt-0.5"
            />
            <span className={clsx("grid min-w-0 gap-0.5 text-base lg:text-sm", isDense && "lg:block")}>
              <span className={clsx("font-semibold", isDense && "lg:mr-2")}>{label}</span>
              {words && <span className="text-sm text-muted">{words}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={errorId} errors={field.errors} />
    </fieldset>
  );
}
