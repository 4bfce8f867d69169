import { ListToast } from "@/components/ui/list-toast";
import { TextLink } from "@/components/ui/text-link";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  deed: NamedDeed;
  /** Address of a row. */
  rowHref: (id: string) => string;
}

/** So many rows that were left alone are named. */
const NAMED = 4;

/** What became of the rows that were chosen, with links to those that were left alone, and why. */
export function RowsDone({ href, deed, rowHref }: Props) {
  return (
    <ListToast href={href}>
      {outcomeWords(deed.deed, deed.rows)}{" "}
      {deed.left.slice(0, NAMED).map(({ id, name, why }) => (
        <span key={id}>
          <TextLink href={rowHref(id)}>{name}</TextLink>
          {why && `: ${why}`}.{" "}
        </span>
      ))}
      {deed.left.length > NAMED && `And ${deed.left.length - NAMED} more.`}
    </ListToast>
  );
}
