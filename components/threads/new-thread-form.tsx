import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { useField } from "@/components/forms/form-context";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";

/** Draft of a form that begins a thread, kept in this browser until it is sent. */
export interface FormDraft {
  /** Fills an empty form with the draft; null where there is none. `sentAs`: id of the form that it was sent with. */
  readonly restore: (form: HTMLFormElement) => { readonly sentAs: string | null } | null;
  readonly keep: (form: HTMLFormElement, sentAs: string | null) => void;
  /** Removes the draft, empties the form and focuses its first field. */
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
  /** As for ActionForm. */
  page?: string;
}

/** A form that begins a thread. Without JavaScript a plain form; with it a draft is kept. */
export function NewThreadForm(props: Props) {
  const { action, formId, label, values, draft, className, children, note, button, page } = props;
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
      // A page from the router's cache has the id of a form that was sent already, so each visit makes a new id; only a
      // draft that was sent without an answer keeps its id.
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

  // The server answers a form id that was used before with a new one: the present text was never sent.
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
      <ActionForm action={action} formId={id} label={label} values={values} className={className} page={page}>
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

/** Reports the form id of a refusal. */
function GivenId({ onGiven }: { onGiven: (id: string) => void }) {
  const { value } = useField("id");
  const tell = useEffectEvent(onGiven);
  useEffect(() => {
    if (value) tell(value);
  }, [value]);
  return null;
}
