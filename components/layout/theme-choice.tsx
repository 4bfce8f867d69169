"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { THEME_COOKIE, THEME_LIFE_S, THEMES, type Theme, themeOf } from "@/lib/site/appearance/rules";

const WORDS = { system: "System", light: "Light", dark: "Dark" } as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

interface Props {
  action: (form: FormData) => Promise<void>;
  theme: Theme;
  /** Path of the page, to come back to without scripts. */
  back: string;
}

/**
 * The theme as three buttons of a form. Without scripts the server keeps the choice and shows the page again; with them
 * the page changes at once, and what was typed elsewhere stays.
 */
export function ThemeChoice({ action, theme, back }: Props) {
  const [chosen, setChosen] = useState(theme);

  const choose = (event: SubmitEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const next = themeOf(submitter.value);
    setChosen(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${THEME_LIFE_S}; samesite=lax`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };

  return (
    <form action={action} onSubmit={choose} aria-label="Theme" className="no-print flex flex-none items-center gap-1">
      <input type="hidden" name="back" value={back} />
      {THEMES.map((each) => {
        const Icon = ICONS[each];
        return (
          <button
            key={each}
            type="submit"
            name="theme"
            value={each}
            aria-pressed={chosen === each}
            className="flex min-h-11 items-center gap-1.5 rounded-md border border-transparent px-2 text-sm text-muted hover:bg-sunken hover:text-ink aria-pressed:border-line aria-pressed:bg-sunken aria-pressed:font-semibold aria-pressed:text-ink lg:min-h-8"
          >
            <Icon aria-hidden size={14} />
            {WORDS[each]}
          </button>
        );
      })}
    </form>
  );
}
