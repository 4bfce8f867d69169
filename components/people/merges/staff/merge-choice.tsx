import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextInput } from "@/components/ui/inputs";
import { Panel } from "@/components/ui/panel";
import type { MergeKind } from "@/db/schema/constants";

interface Props {
  kind: MergeKind;
  name: string;
  /** What was looked for; null at first. */
  find: string | null;
  /** Why nothing was found, or null. */
  refusal: string | null;
}

const LABELS: Readonly<Record<MergeKind, string>> = {
  contact: "Sign-in email of the other contact",
  company: "Name of the other company, or its number in the ERP",
};

/** Names the other one of a merge: a form by GET, which leads to the preview. */
export function MergeChoice({ kind, name, find, refusal }: Props) {
  return (
    <Panel title="The other one">
      <form className="grid gap-4 text-sm" aria-label="The other one">
        {refusal && (
          <Callout tone="danger" role="alert">
            {refusal}
          </Callout>
        )}
        <p className="text-muted wrap-anywhere">
          Which other {kind} is the same as {name}? Nothing is merged before you have seen what moves.
        </p>
        <div className="grid gap-1.5">
          <label htmlFor="merge-find" className="font-semibold">
            {LABELS[kind]}
          </label>
          <TextInput
            id="merge-find"
            name="find"
            required
            maxLength={254}
            defaultValue={find ?? ""}
            autoComplete="off"
          />
        </div>
        <button type="submit" className={buttonClass("primary", "medium", "justify-self-start")}>
          Show what moves
        </button>
      </form>
    </Panel>
  );
}
