import { ButtonLink } from "./button";
import { EmptyState } from "./empty-state";

interface Props {
  /** What the list holds, in lower case: `payment`, `event`. */
  thing: string;
  /** Address of the list with its present filters. */
  href: string;
  /** Address of the list without filters, where it is more than the path: a tab is no filter. */
  bare?: string;
  /** What the search looks through. */
  searched: string;
  /** Text for a list without any entry. */
  nothing: string;
}

/** An empty list: no entries at all, or none for these filters, with a link that clears them. */
export function ListEmpty({ thing, href, bare, searched, nothing }: Props) {
  const cleared = bare ?? href.split("?")[0] ?? "";
  if (href === cleared) return <EmptyState title={`No ${thing} yet`}>{nothing}</EmptyState>;
  return (
    <EmptyState title={`No ${thing} matches`} action={<ButtonLink href={cleared}>Clear the filters</ButtonLink>}>
      {searched}
    </EmptyState>
  );
}
