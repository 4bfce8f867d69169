import { useEffect, useState } from "react";
import { routes } from "@/lib/routes";
import type { SearchAnswer } from "@/lib/site/search/types";

const PAUSE_MS = 140;

interface Answered {
  /** What was searched for. */
  readonly q: string;
  readonly answer: SearchAnswer;
}

type State = { readonly kind: "asking" | "answered" | "failed" | "often"; readonly last: Answered | null };

/** The answer to what is typed, asked for when the typing pauses. Until it comes, the last one stays. */
export function useSearch(q: string): State {
  const [state, setState] = useState<State>({ kind: "asking", last: null });
  useEffect(() => {
    const asking = new AbortController();
    setState(({ last }) => ({ kind: "asking", last }));
    const ask = async () => {
      const url = `${routes.apiSearch}?${new URLSearchParams({ q })}`;
      const response = await fetch(url, { signal: asking.signal, headers: { accept: "application/json" } });
      if (!response.ok) {
        setState(({ last }) => ({ kind: response.status === 429 ? "often" : "failed", last }));
        return;
      }
      const answer = (await response.json()) as SearchAnswer;
      if (!asking.signal.aborted) setState({ kind: "answered", last: { q, answer } });
    };
    const timer = setTimeout(
      () => {
        ask().catch(() => {
          if (!asking.signal.aborted) setState(({ last }) => ({ kind: "failed", last }));
        });
      },
      q === "" ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [q]);
  return state;
}
