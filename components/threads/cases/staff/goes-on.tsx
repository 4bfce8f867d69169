import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";

/** Stands in the place of the composer of a case that was merged. `number`: of the case in which it goes on. */
export function GoesOn({ number }: { number: string }) {
  return (
    <Callout title={`This case goes on in ${number}`} className="no-print">
      It was merged. What the client writes to it lands there.{" "}
      <TextLink href={routes.staffCase(number)}>Open {number}</TextLink>
    </Callout>
  );
}
