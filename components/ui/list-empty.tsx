import { ButtonLink } from "./button";
import { EmptyState } from "./empty-state";

interface Props {
  /** What the list holds, in small letters: `payment`, `event`. */
  thing: string;
  narrowed: boolean;
  /** The list without any filter. */
  href: string;
  /** What a search looks through. */
  searched: string;
  /** Said when there is nothing at all. */
  nothing: string;
}

/** An empty list: none at all, or none for these filters with a way back. */
export function ListEmpty({ thing, narrowed, href, searched, nothing }: Props) {
  if (!narrowed) return <EmptyState title={`No ${thing} yet`}>{nothing}</EmptyState>;
  return (
    <EmptyState title={`No ${thing} matches`} action={<ButtonLink href={href}>Clear the filters</ButtonLink>}>
      {searched}
    </EmptyState>
  );
}
