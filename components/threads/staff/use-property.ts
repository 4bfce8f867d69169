"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import type { FormAction } from "@/lib/gate/actions/result";
import { useSaving } from "./use-saving";
import { isWalk } from "./walks";

interface PropertyOption {
  readonly value: string;
  readonly label: string;
  /** What the form sends as the value on screen while this is it; the value itself when left out. */
  readonly was?: string;
  /** Further fields that are sent with this choice. */
  readonly also?: Readonly<Record<string, string>>;
  /** It tells the client by mail, which cannot be undone: so it is saved by a button of this name alone. */
  readonly told?: string;
}

export interface PropertyAsked {
  readonly action: FormAction;
  readonly name: string;
  /** One of the options. */
  readonly value: string;
  readonly options: readonly PropertyOption[];
  /** Fields that are always sent. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Name of the field in which the value on screen is sent. */
  readonly was?: string;
}

/** The last change that was saved. */
interface Saved {
  readonly from: string;
  readonly to: string;
  /** What is sent with `from` to take the change back. */
  readonly also: Readonly<Record<string, string>>;
  /** It took a change back. */
  readonly isBack: boolean;
}

/** The state of a property: what is shown, what was saved, and the way back. */
export function useProperty({ action, name, value, options, hidden, was }: PropertyAsked) {
  const { post, pending, refusal, save } = useSaving(action, name);
  const [chosen, setChosen] = useState<string | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const walks = useRef(false);
  // What is stored has changed, by this choice or by somebody else's: it is shown.
  const [stored, setStored] = useState(value);
  if (stored !== value) {
    setStored(value);
    setChosen(null);
  }
  const shown = chosen ?? value;
  const optionOf = (wanted: string) => options.find((option) => option.value === wanted);
  const isOpen = chosen !== null && chosen !== value && chosen !== saved?.to;
  const told = isOpen ? optionOf(shown)?.told : undefined;
  const always = { ...hidden, ...(was === undefined ? {} : { [was]: optionOf(value)?.was ?? value }) };

  const put = (to: string, back?: Saved) => {
    const option = optionOf(to);
    if (!option || to === value || pending) return;
    const also = back ? back.also : option.also;
    save({ ...always, [name]: to, ...also }, () => {
      setSaved({ from: value, to, also: optionOf(value)?.also ?? {}, isBack: back !== undefined });
    });
  };
  const settle = () => {
    walks.current = false;
    if (isOpen && !told) put(shown);
  };
  const isSaved = saved !== null && saved.to === shown;
  const canGoBack = isSaved && !optionOf(saved.to)?.told && optionOf(saved.from) !== undefined;
  const goBack = () => {
    if (!saved) return;
    setChosen(saved.from);
    put(saved.from, saved);
  };
  return {
    ...{ post, pending, refusal, shown, isOpen, told, always },
    saved: isSaved ? (saved.isBack ? ("back" as const) : ("forth" as const)) : null,
    goBack: canGoBack ? goBack : null,
    save: () => put(shown),
    cancel: () => setChosen(null),
    settle,
    choose: (to: string) => {
      setChosen(to);
      setSaved(null);
      if (!walks.current && !optionOf(to)?.told) put(to);
    },
    onPointerDown: () => {
      walks.current = false;
    },
    onKeyDown: ({ key, altKey }: KeyboardEvent) => {
      if (key === "Enter") settle();
      else walks.current = isWalk({ key, altKey });
    },
  };
}
