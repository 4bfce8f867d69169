"use client";

import { Keyboard } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "./button";
import { Checkbox } from "./inputs";
import { ASK_KEYS, keysAreOn, switchKeys } from "./keys";

type Line = readonly [key: string, words: string];

const MOVE: readonly Line[] = [
  ["j", "Next row"],
  ["k", "Row before"],
  ["Enter", "Open the row"],
];
const CHOOSE: Line = ["x", "Choose the row"];
const WORK: readonly Line[] = [
  ["a", "Assign the chosen rows"],
  ["s", "Set the status of the chosen rows"],
];
const SNOOZE: Line = ["z", "Snooze the chosen rows"];
const REPLY: Line = ["r", "Reply"];
const NOTE: Line = ["n", "Write an internal note"];
const SEARCH: Line = ["/", "Search this list"];
const HELP: Line = ["?", "Show these keys"];

const EVERYWHERE: readonly Line[] = [["Ctrl K", "Search everything"]];

/** The keys that the list on this page has. */
function linesHere(): readonly Line[] {
  const frame = document.querySelector<HTMLElement>("[data-row-keys]");
  const boxes = frame?.querySelector('tbody input[type="checkbox"]');
  const works = document.querySelector('[data-faces] [data-face="assign"]');
  return [
    ...MOVE,
    ...(boxes ? [CHOOSE] : []),
    ...(works ? WORK : []),
    ...(document.querySelector('[data-faces] [data-face="snooze"]') ? [SNOOZE] : []),
    ...(frame?.dataset.rowKeys ? [REPLY] : []),
    ...(frame?.dataset.rowKeys === "reply note" ? [NOTE] : []),
    SEARCH,
    HELP,
  ];
}

interface Props {
  /** The keys of a page that is no list, read when they are asked for. */
  lines?: () => readonly Line[];
  /** What is said of the keys when they are turned off. */
  off?: string;
}

/** The keys of a page, by its button or by `?`, and a switch for them. */
export function KeysHelp({
  lines: linesOf = linesHere,
  off = "Off: only with focus in the list. For who speaks to the computer.",
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [on, setOn] = useState(true);

  const open = () => {
    setLines([...linesOf(), ...EVERYWHERE]);
    setOn(keysAreOn());
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  const onAsked = useEffectEvent(open);

  useEffect(() => {
    const onAsk = () => onAsked();
    window.addEventListener(ASK_KEYS, onAsk);
    return () => window.removeEventListener(ASK_KEYS, onAsk);
  }, []);

  return (
    <>
      <Button
        variant="quiet"
        size="small"
        className="keys-help"
        icon={<Keyboard aria-hidden size={16} />}
        onClick={open}
      >
        Keys
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        className="m-auto w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-5 text-sm text-ink shadow-raised backdrop:bg-black/40"
      >
        <h2 id="keys-title" className="mb-3 text-base font-semibold">
          Keys
        </h2>
        <dl className="mb-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {lines.map(([key, words]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="inline-grid min-w-6 place-items-center rounded-sm border border-line bg-sunken px-1.5 text-xs">
                  {key}
                </kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <Checkbox
          label="Keys work on the whole page"
          help={off}
          checked={on}
          onChange={({ target }) => {
            setOn(target.checked);
            switchKeys(target.checked);
          }}
        />
        <form method="dialog" className="mt-3">
          <Button type="submit" size="small">
            Close
          </Button>
        </form>
      </dialog>
    </>
  );
}
