import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { useField } from "@/components/forms/form-context";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";

/** What was typed into a form that begins a thread, kept in this browser until it is sent. */
export interface FormDraft {
  /** Fills an empty form with what was kept; null where nothing comes back. `sentAs`: the form that it was sent with. */
  readonly restore: (form: HTMLFormElement) => { readonly sentAs: string | null } | null;
  readonly keep: (form: HTMLFormElement, sentAs: string | null) => void;
  /** Forgets it, empties the form and goes to its first field. */
  readonly drop: (form: HTMLFormElement) => void;
}

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one thread. */
  formId: string;
  label: string;
  values: Readonly<Record<string, string>>;
  draft: FormDraft;
  className: string;
  /** Its fields. */
  children: ReactNode;
  /** Stands above the button. */
  note?: string;
  button: string;
}

/** Begins a thread. Without JavaScript a plain form; with it what is typed is kept. */
export function NewThreadForm({ action, formId, label, values, draft, className, children, note, button }: Props) {
  const [id, setId] = useState(formId);
  const [isRestored, setRestored] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const lastSent = useRef<string | null>(null);

  const inForm = (work: (form: HTMLFormElement) => void) => {
    const form = box.current?.closest("form");
    if (form) work(form);
  };

  const begin = useEffectEvent(() =>
    inForm((form) => {
      const restored = draft.restore(form);
      // A page that the router kept carries the id of a form that was sent from it: every visit begins with its own, unless
      // what is back was sent and no answer came.
      setId(restored?.sentAs ?? uuidv7());
      if (restored) setRestored(true);
    }),
  );
  useEffect(() => begin(), []);

  const onInput = () =>
    inForm((form) => {
      draft.keep(form, null);
      if (isRestored) setRestored(false);
    });

  const onSubmit = () =>
    inForm((form) => {
      const sentAs = new FormData(form).get("id");
      if (typeof sentAs !== "string") return;
      lastSent.current = sentAs;
      draft.keep(form, sentAs);
    });

  // A form that was used before comes back with another id: what is in it now was never sent.
  const onGiven = (given: string) =>
    inForm((form) => {
      if (lastSent.current !== null && given !== lastSent.current) draft.keep(form, null);
    });

  const startOver = () =>
    inForm((form) => {
      draft.drop(form);
      setId(uuidv7());
      setRestored(false);
    });

  return (
    <div onSubmit={onSubmit}>
      <ActionForm action={action} formId={id} label={label} values={values} className={className}>
        <div ref={box} onInput={onInput} className="grid gap-5">
          <GivenId onGiven={onGiven} />
          <p
            role="status"
            className={isRestored ? "flex flex-wrap items-center gap-x-3 text-sm text-muted" : "sr-only"}
          >
            {isRestored && (
              <>
                Your draft is back. Files have to be added again.
                <Button variant="quiet" size="small" onClick={startOver}>
                  Start over
                </Button>
              </>
            )}
          </p>
          {children}
        </div>
        {note && <p className="text-sm text-muted">{note}</p>}
        <div>
          <SubmitButton>{button}</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

/** Tells of the id that a refusal came back with. */
function GivenId({ onGiven }: { onGiven: (id: string) => void }) {
  const { value } = useField("id");
  const tell = useEffectEvent(onGiven);
  useEffect(() => {
    if (value) tell(value);
  }, [value]);
  return null;
}
