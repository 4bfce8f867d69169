"use client";

import { type RefObject, useEffect, useRef } from "react";
import { Callout } from "@/components/ui/callout";
import { fieldId } from "./form-context";

interface Props {
  prefix: string;
  /** Sentences by field name. */
  fieldErrors: Readonly<Record<string, readonly string[]>>;
  message: string | null;
  reference: string | null;
  /** A new value at every refusal: focus moves when it changes, and not at other renders. */
  occasion: unknown;
}

/**
 * Shown above a refused form. With several errors it lists them as links and takes focus; with one error the field
 * itself takes focus, because its sentence stands beside it.
 */
export function FormErrorSummary({ prefix, fieldErrors, message, reference, occasion }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const faults = Object.entries(fieldErrors).filter(([, sentences]) => sentences.length > 0);
  const several = faults.length > 1;
  useFocusOnRefusal(box, several || message !== null, faults[0] && fieldId(prefix, faults[0][0]), occasion);

  if (!several && !message) return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-lg">
      <Callout tone="danger" role="alert" title={several ? `Check ${faults.length} fields` : undefined}>
        {message && <p>{message}</p>}
        {several && (
          <ul className="grid gap-1">
            {faults.map(([name, sentences]) => (
              <li key={name}>
                <a href={`#${fieldId(prefix, name)}`} className="underline underline-offset-2">
                  {sentences[0]}
                </a>
              </li>
            ))}
          </ul>
        )}
        {reference && (
          <p className="mt-1 text-muted">
            Reference <span className="tabular select-all text-ink">{reference}</span>
          </p>
        )}
      </Callout>
    </div>
  );
}

function useFocusOnRefusal(
  box: RefObject<HTMLDivElement | null>,
  toBox: boolean,
  firstField: string | undefined,
  occasion: unknown,
) {
  const seen = useRef<unknown>(null);
  useEffect(() => {
    if (occasion === null || occasion === seen.current) return;
    seen.current = occasion;
    if (toBox) box.current?.focus();
    else if (firstField) document.getElementById(firstField)?.focus();
  }, [box, toBox, firstField, occasion]);
}
