"use client";

import { ExternalLink } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { routes } from "@/lib/routes";
import type { Suggestions } from "@/lib/threads/cases/schema";

const PAUSE_MS = 600;
const LEAST = 12;
const MAX_TEXT = 500;
const NOTHING: Suggestions = { cases: [], faq: [], resources: [] };

interface Asked {
  text: string;
  /** As chosen in the form; empty where nothing is chosen. */
  product: string;
  version?: string;
}

/** Suggestions for a text, fetched when its writer pauses. Errors are not shown, because suggestions are optional. */
function useSuggestions({ text, product, version = "" }: Asked): Suggestions {
  const [found, setFound] = useState<Suggestions>(NOTHING);
  const q = text.replaceAll(/\s+/g, " ").trim().slice(0, MAX_TEXT);
  const query = q.length < LEAST ? "" : new URLSearchParams({ q, product, version }).toString();
  useEffect(() => {
    if (query === "") {
      setFound(NOTHING);
      return;
    }
    const asking = new AbortController();
    const timer = setTimeout(() => {
      fetch(`${routes.apiSimilarCases}?${query}`, { signal: asking.signal })
        .then((response) => (response.ok ? (response.json() as Promise<Suggestions>) : NOTHING))
        .then(setFound)
        .catch(() => {});
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [query]);
  return found;
}

/** The viewer's own similar cases, resources and entries of the FAQ, beside the text that is typed. */
export function SimilarCases(asked: Asked) {
  const { cases, faq, resources } = useSuggestions(asked);
  const count = cases.length + faq.length + resources.length;
  return (
    <>
      <p role="status" className="sr-only">
        {count === 0 ? "" : count === 1 ? "1 suggestion was found." : `${count} suggestions were found.`}
      </p>
      {count > 0 && (
        <section
          aria-labelledby="similar-title"
          className="mt-5 grid gap-3 rounded-lg border border-line bg-surface p-4 text-sm"
        >
          <h2 id="similar-title" className="font-semibold">
            This may help already
          </h2>
          {cases.length > 0 && <p className="text-muted">Is it one of these?</p>}
          {cases.length > 0 && (
            <ul aria-label="Similar cases" className="grid gap-2">
              {cases.map(({ href, number, subject, status }) => (
                <li key={number}>
                  <Suggestion href={href}>
                    <span className="tabular">{number}</span> {subject}
                  </Suggestion>
                  <span className="block text-xs text-muted">{status}</span>
                </li>
              ))}
            </ul>
          )}
          {resources.length > 0 && (
            <ul aria-label="Resources" className="grid gap-2">
              {resources.map(({ href, title, kind }) => (
                <li key={href}>
                  <Suggestion href={href}>{title}</Suggestion>
                  <span className="block text-xs text-muted">{kind}</span>
                </li>
              ))}
            </ul>
          )}
          {faq.length > 0 && (
            <ul aria-label="From the FAQ" className="grid gap-2">
              {faq.map(({ href, question }) => (
                <li key={href}>
                  <Suggestion href={href}>{question}</Suggestion>
                  <span className="block text-xs text-muted">FAQ</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  );
}

/** Opens in a new tab, so that nothing typed is lost. */
function Suggestion({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener"
      className="wrap-anywhere text-accent underline decoration-accent-line underline-offset-4 hover:decoration-current"
    >
      {children}
      {/* Keeps the icon on the line of the last word. */}
      <span className="whitespace-nowrap">
        &#8288;
        <ExternalLink aria-hidden size={12} className="ml-1 inline" />
      </span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
