import { ButtonLink } from "./button";
import { EmptyState } from "./empty-state";

interface Props {
  /** What the list holds, in small letters: `payment`, `event`. */
  thing: string;
  /** The address of the list as it is shown. */
  href: string;
  /** What a search looks through. */
  searched: string;
  /** Said when there is nothing at all. */
  nothing: string;
}

/** An empty list: none at all, or none for these filters with a way back. */
export function ListEmpty({ thing, href, searched, nothing }: Props) {
  const [path = "", query] = href.split("?");
  if (query === undefined) return <EmptyState title={`No ${thing} yet`}>{nothing}</EmptyState>;
  return (
    <EmptyState title={`No ${thing} matches`} action={<ButtonLink href={path}>Clear the filters</ButtonLink>}>
      {searched}
    </EmptyState>
  );
}
