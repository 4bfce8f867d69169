import { ButtonLink } from "./button";
import { EmptyState } from "./empty-state";

interface Props {
  /** What the list holds, in lower case: `payment`, `event`. */
  thing: string;
  /** Address of the list with its present filters. */
  href: string;
  /** What the search looks through. */
  searched: string;
  /** Text for a list without any entry. */
  nothing: string;
}

/** An empty list: no entries at all, or none for these filters, with a link that clears them. */
export function ListEmpty({ thing, href, searched, nothing }: Props) {
  const [path = "", query] = href.split("?");
  if (query === undefined) return <EmptyState title={`No ${thing} yet`}>{nothing}</EmptyState>;
  return (
    <EmptyState title={`No ${thing} matches`} action={<ButtonLink href={path}>Clear the filters</ButtonLink>}>
      {searched}
    </EmptyState>
  );
}
