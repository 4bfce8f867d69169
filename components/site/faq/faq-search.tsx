import { buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { FaqMatch } from "@/lib/site/faq/match/rules";
import { MOST_WORDS } from "@/lib/site/faq/schema";

interface Props {
  q: string;
  /** Null where nothing was searched for. */
  found: readonly FaqMatch[] | null;
}

/** The search of the FAQ, and what it finds. A plain form: it works without scripts. */
export function FaqSearch({ q, found }: Props) {
  return (
    <div className="grid max-w-[42rem] gap-4">
      <search aria-label="Questions">
        <form action={routes.faq} method="get" className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field id="faq-q" label="Search the questions">
              {(control) => (
                <TextInput
                  {...control}
                  type="search"
                  name="q"
                  defaultValue={q}
                  maxLength={MOST_WORDS}
                  autoComplete="off"
                />
              )}
            </Field>
          </div>
          <button type="submit" className={buttonClass("secondary")}>
            Search
          </button>
        </form>
      </search>
      {found && (
        <div role="status" className="grid gap-2">
          {found.length === 0 ? (
            <p>
              Nothing here answers <span className="wrap-anywhere">“{q}”</span>. We note what people look for, without
              their names. Below are all questions; the last group says how to reach us.
            </p>
          ) : (
            <>
              <p className="text-sm text-muted">{found.length === 1 ? "1 answer" : `${found.length} answers`}</p>
              <ul className="grid gap-2">
                {found.map(({ id, question }) => (
                  <li key={id}>
                    <TextLink href={`#${id}`}>{question}</TextLink>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </div>
  );
}
