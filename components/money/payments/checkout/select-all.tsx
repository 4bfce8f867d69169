"use client";

import { useEffect, useRef, useState } from "react";

const boxesOf = (form: HTMLFormElement) => [
  ...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][name="invoice"]'),
];

/** Chooses all invoices of the form around it, or none. Shown only where scripts run. */
export function SelectAll() {
  const box = useRef<HTMLInputElement>(null);
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    const own = box.current;
    const form = own?.closest("form");
    if (!own || !form) return;
    const read = () => {
      const boxes = boxesOf(form);
      const ticked = boxes.filter(({ checked }) => checked).length;
      own.checked = ticked > 0 && ticked === boxes.length;
      own.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    read();
    setReady(true);
    form.addEventListener("change", read);
    // The browser's Back restores the ticks after this ran.
    window.addEventListener("pageshow", read);
    return () => {
      form.removeEventListener("change", read);
      window.removeEventListener("pageshow", read);
    };
  }, []);

  const choose = (checked: boolean) => {
    const form = box.current?.closest("form");
    if (!form) return;
    for (const one of boxesOf(form)) one.checked = checked;
    form.dispatchEvent(new Event("change"));
  };

  return (
    <label className={isReady ? "row-box" : "hidden"}>
      <span className="sr-only">Select all</span>
      <input ref={box} type="checkbox" onChange={(event) => choose(event.target.checked)} />
    </label>
  );
}
