"use client";

import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { Button } from "./button";
import { DetailsCloser } from "./details-closer";
import { OPEN_FACE } from "./keys";
import { menuItemClass } from "./menu";

interface Props {
  /** Id of the form that the rows' boxes belong to. */
  form: string;
  /** In lower case: `case`, and of several `cases`. */
  noun: readonly [one: string, several: string];
  /** The filters of the list, to which each deed leads back. */
  query: string;
  /** Rows that the address has chosen, for browsers without scripts. */
  chosen: readonly string[];
  /** What can be done, each a FaceMenu. */
  children: ReactNode;
}

interface Chosen {
  readonly numbers: readonly string[];
  /** `3 cases` */
  readonly these: string;
  readonly query: string;
}

const ChosenContext = createContext<Chosen>({ numbers: [], these: "", query: "" });

/** The rows that are chosen, for what the bar offers. */
export const useChosenRows = () => use(ChosenContext);

/** What each form in the bar sends of the chosen rows. */
export function ChosenFields() {
  const { numbers, query } = useChosenRows();
  return (
    <>
      {numbers.map((number) => (
        <input key={number} type="hidden" name="numbers[]" value={number} />
      ))}
      <input type="hidden" name="query" value={query} />
    </>
  );
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
export function BulkBar({ form, noun, query, chosen, children }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const { numbers, offered, tick } = useChosen(form, chosen);

  useEffect(() => {
    const show = (face: string) => {
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
      <ChosenContext value={{ numbers, these, query }}>{children}</ChosenContext>
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

interface FaceProps {
  /** `assign`, `status` and `snooze` are opened by their keys. */
  face: string;
  label: string;
  shortcut?: string;
  children: ReactNode;
}

/** One thing to do, as a menu that opens upwards. */
export function FaceMenu({ face, label, shortcut, children }: FaceProps) {
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

/** A choice in such a menu, which sends its form. */
export function FaceButton({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <button type="submit" name={name} value={value} className={menuItemClass}>
      {children}
    </button>
  );
}
