import { Search } from "lucide-react";
import Form from "next/form";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { PageHeader } from "@/components/ui/page-header";
import { SHORTEST } from "@/lib/site/search/schema";
import type { SearchAnswer } from "@/lib/site/search/types";
import { SearchResults } from "./search-results";

interface Props {
  /** Address of this page without a search. */
  path: string;
  q: string;
  answer: SearchAnswer;
  /** What the search looks through, as a sentence. */
  looksThrough: string;
  /** Where to go on from a search that found nothing. */
  onwards: readonly { readonly href: string; readonly label: string }[];
}

/** The page of a search, which works without scripts: the field, and what was found. */
export function SearchPage({ path, q, answer, looksThrough, onwards }: Props) {
  const isSearch = q.length >= SHORTEST;
  return (
    <>
      <PageHeader title={isSearch ? `Search for “${q}”` : "Search"} detail={looksThrough} />
      <Form key={q} action={path} role="search" aria-label="Everything" className="mb-6 flex items-end gap-3">
        <div className="min-w-0 flex-1 sm:max-w-xl">
          <Field id="everything" label="Words, a name or a number">
            {(control) => (
              <TextInput
                {...control}
                type="search"
                name="q"
                defaultValue={q}
                maxLength={100}
                autoComplete="off"
                // Whoever opens the page without a search came to type one.
                autoFocus={!isSearch}
              />
            )}
          </Field>
        </div>
        <Button type="submit" icon={<Search aria-hidden size={16} />}>
          Search
        </Button>
      </Form>
      <p role="status" className="mb-3 text-sm text-muted">
        {summaryOf(q, answer)}
      </p>
      {isSearch && answer.count === 0 ? <Nothing onwards={onwards} /> : <SearchResults groups={answer.groups} />}
    </>
  );
}

function summaryOf(q: string, { count, groups }: SearchAnswer): ReactNode {
  if (q === "") return "Type what you look for, or go straight to one of these.";
  if (q.length < SHORTEST) return `Type at least ${SHORTEST} characters. Meanwhile, go straight to one of these.`;
  if (count === 0) return "Nothing was found.";
  const most = groups.some(({ hasMore }) => hasMore) ? "The best " : "";
  return `${most}${count} ${count === 1 ? "result" : "results"}`;
}

function Nothing({ onwards }: Pick<Props, "onwards">) {
  return (
    <EmptyState
      title="Nothing that you can open matches"
      action={onwards.map(({ href, label }) => (
        <ButtonLink key={href} href={href}>
          {label}
        </ButtonLink>
      ))}
    >
      Try fewer words, or a number alone: with or without its letters and signs.
    </EmptyState>
  );
}
