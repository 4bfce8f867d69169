import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { MergePreview } from "@/lib/threads/cases/staff/merges/queries";

interface Props {
  preview: MergePreview;
  /** The number as it stands in the page's address. */
  typed: string;
}

/** The other case of a merge, by its number or from the company's open cases. */
export function FindOtherCase({ preview: { from, into, others }, typed }: Props) {
  return (
    <div className="grid gap-5">
      <form method="get" aria-label="Find the other case" className="grid gap-2">
        <Field
          id="merge-into"
          label="Case that goes on"
          help="Its number, such as C-100023. Both are of one company."
          optional={false}
          errors={typed !== "" && !into ? ["There is no such case of this brand."] : []}
        >
          {(control) => (
            <TextInput {...control} name="into" defaultValue={typed} maxLength={40} autoComplete="off" required />
          )}
        </Field>
        <Button type="submit" variant="secondary" className="justify-self-start">
          Look at both
        </Button>
      </form>
      {!into && others.length > 0 && (
        <section aria-labelledby="merge-others" className="grid gap-2">
          <h2 id="merge-others" className="text-sm font-semibold">
            Open cases of the company
          </h2>
          <ul className="grid gap-2 text-sm">
            {others.map(({ number, subject, openedByName }) => (
              <li key={number} className="wrap-anywhere">
                <TextLink href={routes.staffMergeCase(from.number, number)}>
                  <span className="tabular">{number}</span> {subject}
                </TextLink>
                <span className="block text-xs text-muted">Filed by {openedByName}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
