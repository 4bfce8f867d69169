import { Callout } from "@/components/ui/callout";
import type { CaseCompany } from "@/lib/threads/cases/queries";
import { type Ask, AskLink } from "./ask";
import { listed } from "./words";

interface Props {
  companies: readonly CaseCompany[];
  ask: Ask;
  /** What the page would have shown: said of the companies that it leaves out. */
  effect: "not-shown" | "not-offered";
}

/** Which companies are left out for want of an agreement. Nothing where none is. */
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
