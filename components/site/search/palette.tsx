"use client";

import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Link } from "@/components/ui/link";
import { SHORTEST, searchHref } from "@/lib/site/search/schema";
import type { Hit, HitGroup } from "@/lib/site/search/types";
import { useSearch } from "./use-search";

export interface PaletteProps {
  side: "client" | "staff";
  onClose: () => void;
}

const NONE: readonly HitGroup[] = [];
const optionId = (place: number) => `search-option-${place}`;

/** Shows the window over the page, with the focus in its field. */
function useShown(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const shown = dialog.current;
    if (!shown || shown.open) return;
    shown.showModal();
    shown.querySelector("input")?.focus();
  }, [dialog]);
}

/** The small window of the search: what is typed is searched for at once, and the arrow keys choose among the results. */
export function Palette({ side, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const { kind, last } = useSearch(q);
  const isCurrent = kind === "answered" && last?.q === q;
  const groups = last?.answer.groups ?? NONE;
  const wholeHref = searchHref(side, q);
  const count = groups.reduce((sum, { hits }) => sum + hits.length, 0) + (q === "" ? 0 : 1);
  const [chosen, setChosen] = useState({ q: "", place: 0 });
  const place = chosen.q === q ? Math.min(chosen.place, count - 1) : 0;

  useShown(dialog);
  // Closed by the browser, which gives the focus back and then says so by the event `close`.
  const close = () => dialog.current?.close();

  const choose = (next: number) => {
    const at = (next + count) % count;
    setChosen({ q, place: at });
    document.getElementById(optionId(at))?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (count === 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    choose(place + (event.key === "ArrowDown" ? 1 : -1));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // Whoever is faster than the answer gets the page of the search, never a result of what was typed before.
    const option = isCurrent ? document.getElementById(optionId(place)) : null;
    if (option) return option.click();
    if (q.length < SHORTEST) return;
    router.push(wholeHref);
    close();
  };

  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={onKeyDown}
      className="m-0 mx-auto mt-2 max-h-[calc(100dvh-1rem)] w-[min(40rem,calc(100vw-1rem))] max-w-none overflow-hidden rounded-lg border border-line bg-surface p-0 text-ink shadow-raised backdrop:bg-black/40 sm:mt-[10vh] sm:max-h-[80dvh]"
    >
      <div className="flex max-h-[inherit] flex-col">
        <Bar
          side={side}
          typed={typed}
          setTyped={setTyped}
          active={count > 0 ? optionId(place) : null}
          onClose={close}
          onSubmit={onSubmit}
        />
        <p role="status" className="px-4 pt-2 text-xs text-muted">
          {wordsOf(kind, q, last)}
        </p>
        <div
          id="search-options"
          role="listbox"
          aria-label="Results"
          aria-busy={kind === "asking"}
          className="min-h-0 overflow-y-auto overscroll-contain px-2 pb-2"
        >
          <Groups groups={groups} place={place} onClose={close} />
          {q !== "" && (
            <Option
              id={optionId(count - 1)}
              isChosen={place === count - 1}
              hit={{ href: wholeHref, title: `All results for “${q}”` }}
              onClose={close}
            />
          )}
        </div>
      </div>
    </dialog>
  );
}

interface BarProps {
  side: "client" | "staff";
  typed: string;
  setTyped: (typed: string) => void;
  /** Id of the chosen result. */
  active: string | null;
  onClose: () => void;
  onSubmit: (event: FormEvent) => void;
}

/** The field and the button that closes. */
function Bar({ side, typed, setTyped, active, onClose, onSubmit }: BarProps) {
  return (
    <form
      action={searchHref(side, "")}
      onSubmit={onSubmit}
      className="flex items-center gap-2 border-b border-line pr-2 pl-4"
    >
      <Search aria-hidden size={18} className="flex-none text-muted" />
      <input
        name="q"
        role="combobox"
        aria-label="Search"
        aria-expanded={active !== null}
        aria-controls="search-options"
        aria-activedescendant={active ?? undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={100}
        placeholder="A word, a name or a number"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="min-h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
      />
      <button
        type="button"
        onClick={onClose}
        className="grid size-11 flex-none place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden size={18} />
        <span className="sr-only">Close the search</span>
      </button>
    </form>
  );
}

function wordsOf(
  kind: ReturnType<typeof useSearch>["kind"],
  q: string,
  last: ReturnType<typeof useSearch>["last"],
): string {
  if (kind === "failed") return "The search could not be reached. Press Enter to try it on its page.";
  if (kind === "often") return "Searched very often in a short time. Try again in a minute.";
  if (q === "") return "Type what you look for, or go to one of these.";
  if (q.length < SHORTEST) return `Type at least ${SHORTEST} characters.`;
  if (kind === "asking" || last?.q !== q) return "Searching …";
  const { count } = last.answer;
  if (count === 0) return "Nothing that you can open matches.";
  return `${count} ${count === 1 ? "result" : "results"}`;
}

function Groups({ groups, place, onClose }: { groups: readonly HitGroup[]; place: number; onClose: () => void }) {
  const starts = groups.map((_, at) => groups.slice(0, at).reduce((sum, { hits }) => sum + hits.length, 0));
  return groups.map(({ kind, label, hits }, at) => (
    // biome-ignore lint/a11y/useSemanticElements: a listbox takes no fieldset
    <div key={kind} role="group" aria-label={label} className="pt-2">
      {/* A listbox holds options and groups of them alone. */}
      <p aria-hidden className="px-2 pb-1 text-xs font-semibold text-muted">
        {label}
      </p>
      {hits.map((hit, row) => {
        const own = (starts[at] ?? 0) + row;
        return <Option key={hit.href} id={optionId(own)} isChosen={own === place} hit={hit} onClose={onClose} />;
      })}
    </div>
  ));
}

interface OptionProps {
  id: string;
  isChosen: boolean;
  hit: Hit;
  onClose: () => void;
}

/** A link, so that it can be opened in another window; the keyboard stays in the field. */
function Option({ id, isChosen, hit: { href, number, title, detail }, onClose }: OptionProps) {
  return (
    <Link
      id={id}
      href={href}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      onClick={(event) => {
        if (!event.metaKey && !event.ctrlKey && !event.shiftKey) onClose();
      }}
      className="grid min-h-11 content-center gap-0.5 rounded-md px-2 py-1.5 text-sm text-ink no-underline hover:bg-sunken aria-selected:bg-accent-soft"
    >
      <span className="wrap-anywhere">
        {number && <span className="tabular mr-1 whitespace-nowrap text-muted">{number}</span>}
        {number && " "}
        {title}
      </span>
      {detail && <span className="wrap-anywhere text-xs text-muted">{detail}</span>}
    </Link>
  );
}
