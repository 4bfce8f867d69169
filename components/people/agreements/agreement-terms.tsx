import { Day } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import type { Agreement } from "@/lib/people/agreements/queries";
import type { AgreementTerms } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";

/** First and last day. */
export function Term({ startsOn, endsOn }: Pick<Agreement, "startsOn" | "endsOn">) {
  return (
    <span className="inline-flex flex-wrap gap-x-1">
      <Day value={startsOn} /> – <Day value={endsOn} />
    </span>
  );
}

/** The terms to come, and folded those that are over. */
export function OtherTerms({ terms: { earlier, later } }: { terms: AgreementTerms<Agreement> }) {
  return (
    <>
      {later.map((term) => (
        <span key={term.id} className="text-xs text-muted">
          Next: <OtherTerm term={term} />
        </span>
      ))}
      {earlier.length > 0 && (
        <details className="text-xs text-muted">
          <summary className="inline-flex min-h-11 items-center underline decoration-line underline-offset-4 lg:min-h-6">
            {earlier.length === 1 ? "1 earlier term" : `${earlier.length} earlier terms`}
          </summary>
          <ul className="grid gap-0.5">
            {earlier.map((term) => (
              <li key={term.id}>
                <OtherTerm term={term} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function OtherTerm({ term }: { term: Agreement }) {
  return (
    <>
      <TextLink href={routes.renewalBrief(term.id)}>
        <Term {...term} />
      </TextLink>
      <span className="block">{term.product}</span>
    </>
  );
}
