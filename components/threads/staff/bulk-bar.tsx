"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import type { Choice } from "@/components/ui/choices";
import { DetailsCloser } from "@/components/ui/details-closer";
import { type Face, OPEN_FACE } from "@/components/ui/keys";
import { menuItemClass } from "@/components/ui/menu";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";

interface Props {
  /** Id of the form that the rows' boxes belong to. */
  form: string;
  /** In lower case: `case`, and of several `cases`. */
  noun: readonly [one: string, several: string];
  /** Who may own one, the viewer first. */
  workers: readonly { readonly id: string; readonly name: string }[];
  statuses: readonly Choice[];
  actions: { readonly assign: FormAction; readonly status: FormAction; readonly close: FormAction };
  /** Ids made with this page, one for each form. */
  ids: { readonly assign: string; readonly status: string; readonly close: string };
  /** When the rows were read. */
  seenAt: string;
  /** The filters of the list, to which each deed leads back. */
  query: string;
  /** Numbers that the address has chosen, for browsers without scripts. */
  chosen: readonly string[];
}

/** The numbers of the rows whose boxes are ticked, how many boxes there are, and a way to tick them all or none. */
function useChosen(form: string, chosen: readonly string[]) {
  const [numbers, setNumbers] = useState(chosen);
  const [offered, setOffered] = useState(0);
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>(`input[form="${form}"][name="chosen"]`)];
  const read = () => {
    const all = boxes();
    setOffered(all.length);
    setNumbers(all.filter(({ checked }) => checked).map(({ value }) => value));
  };
  const count = useEffectEvent(read);
  useEffect(() => {
    const onChange = ({ target }: Event) => {
      if (target instanceof HTMLInputElement && target.name === "chosen") count();
    };
    // The browser's Back restores the ticks after this ran.
    const onShow = () => count();
    count();
    document.addEventListener("change", onChange);
    window.addEventListener("pageshow", onShow);
    return () => {
      document.removeEventListener("change", onChange);
      window.removeEventListener("pageshow", onShow);
    };
  }, []);
  const tick = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    read();
  };
  return { numbers, offered, tick };
}

/**
 * What can be done to the chosen rows: it stands at the bottom of the list while there are any. Give it the list's address
 * as key: after a deed nothing is chosen.
 */
export function BulkBar({ form, noun, chosen, ...rest }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const { numbers, offered, tick } = useChosen(form, chosen);

  useEffect(() => {
    const show = (face: Face) => {
      const details = bar.current?.querySelector<HTMLDetailsElement>(`[data-face="${face}"]`);
      if (!details) return;
      details.open = true;
      details.querySelector<HTMLElement>("button")?.focus();
    };
    const onFace = (event: Event) => {
      // The bar may come with the very row that the key has chosen.
      if (event instanceof CustomEvent) requestAnimationFrame(() => show(event.detail));
    };
    window.addEventListener(OPEN_FACE, onFace);
    return () => window.removeEventListener(OPEN_FACE, onFace);
  }, []);

  const these = `${numbers.length} ${noun[numbers.length === 1 ? 0 : 1]}`;
  return (
    // Always there, so that the keys find it.
    <div ref={bar} data-faces="" hidden={numbers.length === 0} className="bulk-bar no-print">
      <p role="status" className="tabular mr-2 font-semibold">
        {these} chosen
      </p>
      <Faces {...rest} numbers={numbers} these={these} />
      <span className="ml-auto flex gap-2">
        {offered > numbers.length && (
          <Button variant="quiet" size="small" onClick={() => tick(true)}>
            Choose all {offered}
          </Button>
        )}
        <Button variant="quiet" size="small" onClick={() => tick(false)}>
          Clear
        </Button>
      </span>
    </div>
  );
}

type FacesProps = Omit<Props, "form" | "noun" | "chosen"> & {
  readonly numbers: readonly string[];
  /** `3 cases` */
  readonly these: string;
};

function Faces({ workers, statuses, actions, ids, seenAt, query, numbers, these }: FacesProps) {
  const hidden = (
    <>
      {numbers.map((number) => (
        <input key={number} type="hidden" name="numbers[]" value={number} />
      ))}
      <input type="hidden" name="query" value={query} />
    </>
  );
  const seen = <input type="hidden" name="seenAt" value={seenAt} />;
  return (
    <>
      <FaceMenu face="assign" label="Assign" shortcut="a">
        <ActionForm action={actions.assign} formId={ids.assign} label={`Assign ${these}`} className="grid gap-px">
          {hidden}
          {workers.map(({ id, name }) => (
            <FaceButton key={id} name="owner" value={id}>
              {name}
            </FaceButton>
          ))}
          <FaceButton name="owner" value="">
            Nobody
          </FaceButton>
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="status" label="Status" shortcut="s">
        <ActionForm
          action={actions.status}
          formId={ids.status}
          label={`Set the status of ${these}`}
          className="grid gap-px"
        >
          {hidden}
          {seen}
          {statuses.map(([value, words]) => (
            <FaceButton key={value} name="status" value={value}>
              {words}
            </FaceButton>
          ))}
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="close" label="Close">
        <ActionForm
          action={actions.close}
          formId={ids.close}
          label={`Close ${these}`}
          className="grid max-w-full gap-3 p-2 md:w-72"
        >
          {hidden}
          {seen}
          <TextAreaField
            name="sentence"
            label={numbers.length === 1 ? "A sentence to the client" : "A sentence to each client"}
            help="It stands in the conversation, and goes out by mail."
            rows={3}
          />
          <SubmitButton size="small" className="justify-self-start">
            Close {these}
          </SubmitButton>
        </ActionForm>
      </FaceMenu>
    </>
  );
}

interface FaceProps {
  face: Face | "close";
  label: string;
  shortcut?: string;
  children: ReactNode;
}

/** One thing to do, as a menu that opens upwards. */
function FaceMenu({ face, label, shortcut, children }: FaceProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button[name]")];
    const current = buttons.findIndex((button) => button.contains(document.activeElement));
    if (!step || buttons.length === 0) return;
    event.preventDefault();
    buttons[(current + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <details name="bulk-face" data-face={face} className="chip-menu chip-up" onKeyDown={onKeyDown}>
      <summary className="chip-summary" {...(shortcut ? { "aria-keyshortcuts": shortcut } : {})}>
        {label}
      </summary>
      <div className="chip-panel" data-panel="">
        {children}
      </div>
      <DetailsCloser />
    </details>
  );
}

function FaceButton({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <button type="submit" name={name} value={value} className={menuItemClass}>
      {children}
    </button>
  );
}
