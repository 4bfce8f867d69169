import { v7 as uuidv7 } from "uuid";
import { RowsBulk } from "@/components/people/bulk-deeds/staff/rows-bulk";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { RenewalFaces } from "./renewal-faces";

export const RENEWAL_LIST = "renewal";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: NamedDeed | null;
  workers: readonly Worker[];
  /** Staff id of the viewer, who is offered first. */
  me: string;
}

/** The form of the rows' boxes, and the bar for the agreements that were chosen. */
export function RenewalsBulk({ workers, me, ...rest }: Props) {
  const own = workers.filter(({ id }) => id === me).map(({ id, name }) => ({ id, name: `${name} (you)` }));
  return (
    <RowsBulk list={RENEWAL_LIST} noun={["agreement", "agreements"]} {...rest}>
      <RenewalFaces workers={[...own, ...workers.filter(({ id }) => id !== me)]} id={uuidv7()} />
    </RowsBulk>
  );
}
