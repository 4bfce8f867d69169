import { Callout } from "@/components/ui/callout";
import type { CaseCompany } from "@/lib/threads/cases/queries";
import { type Ask, AskLink } from "./ask";
import { listed } from "./words";

interface Props {
  companies: readonly CaseCompany[];
  ask: Ask;
  /** What happens to cases of these companies: the list leaves them out, or none can be filed. */
  effect: "not-shown" | "not-offered";
}

/** Companies that are left out because they have no support agreement. Nothing where there are none. */
export function NotCovered({ companies, ask, effect }: Props) {
  const without = companies.filter(({ inForce }) => !inForce).map(({ name }) => name);
  if (without.length === 0) return null;
  const one = without.length === 1;
  return (
    <Callout className="mb-4">
      {listed(without)} {one ? "has" : "have"} no support agreement in force today, so{" "}
      {effect === "not-shown"
        ? `${one ? "its" : "their"} cases aren’t shown`
        : `no case can be filed for ${one ? "it" : "them"}`}
      . To get one, write to <AskLink ask={ask} subject={`Support agreement for ${listed(without)}`} />.
    </Callout>
  );
}
