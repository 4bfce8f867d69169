"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { ASK_KEYS, type Face, keysAreOn, openFace, takesKeys } from "./keys";

interface Props {
  /**
   * The rows are threads in which the viewer writes: r opens the room at its composer, for staff n opens it at that for
   * internal notes.
   */
  answers?: "reply" | "reply note" | undefined;
  children: ReactNode;
}

const FRAME = "data-row-keys";

/** An open menu has its own keys. */
const isTaken = ({ target }: KeyboardEvent) =>
  takesKeys(target) || (target instanceof Element && target.closest("details[open]") !== null);

/**
 * Keys of a list: j and k move between its rows, Enter opens one (it is a link), x ticks its box, `/` goes to the search,
 * `?` lists the keys. Rows of threads have r for the composer, and for staff n, and a, s and z for the chosen ones. They
 * work on the whole page; who turned them off has them with focus in the table alone, because letter keys interfere with
 * speech input (WCAG 2.1.4).
 */
export function RowKeys({ answers, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const router = useRouter();

  const press = useEffectEvent((event: KeyboardEvent) => {
    const element = frame.current;
    if (!element || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
    const within = event.target instanceof Node && element.contains(event.target);
    // Of several tables on a page the first has the keys while focus is in none.
    const isFirst = document.querySelector(`[${FRAME}]`) === element && !document.activeElement?.closest(`[${FRAME}]`);
    if (!within && !(isFirst && keysAreOn())) return;
    if (act(element, event.key)) event.preventDefault();
  });

  /** Whether the key means something here. */
  function act(element: HTMLElement, key: string): boolean {
    const links = [...element.querySelectorAll<HTMLAnchorElement>("a.stretched")];
    const current = links.findIndex((link) => link.closest("tr, li")?.contains(document.activeElement));
    const row = links[current];
    switch (key) {
      case "j":
      case "k": {
        const next = current === -1 ? (key === "j" ? 0 : -1) : current + (key === "j" ? 1 : -1);
        links[next]?.focus();
        return links[next] !== undefined;
      }
      case "x":
        return tick(row);
      case "a":
      case "s":
      case "z": {
        const face = FACES[key];
        if (!element.querySelector(BOX) || !document.querySelector(`[data-face="${face}"]`)) return false;
        if (!element.querySelector(`${BOX}:checked`)) tick(row);
        if (!element.querySelector(`${BOX}:checked`)) return false;
        openFace(face);
        return true;
      }
      case "r":
      case "n":
        if (!row || !answers || (key === "n" && answers === "reply")) return false;
        router.push(`${row.pathname}${key === "r" ? "#reply" : "#note"}`);
        return true;
      case "/": {
        const search = document.querySelector<HTMLInputElement>('main [role="search"] input[type="search"]');
        search?.focus();
        search?.select();
        return search !== null;
      }
      case "?":
        window.dispatchEvent(new Event(ASK_KEYS));
        return true;
      default:
        return false;
    }
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div ref={frame} {...{ [FRAME]: answers ?? "" }}>
      {children}
    </div>
  );
}

const BOX = 'tbody input[type="checkbox"]';
/** What the bar offers for the chosen rows, by the key that opens it. */
const FACES = { a: "assign", s: "status", z: "snooze" } as const satisfies Record<string, Face>;

function tick(row: HTMLAnchorElement | undefined): boolean {
  const box = row?.closest("tr")?.querySelector<HTMLInputElement>('input[type="checkbox"]');
  box?.click();
  return box !== null && box !== undefined;
}
