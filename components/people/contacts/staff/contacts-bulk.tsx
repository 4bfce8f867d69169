import { v7 as uuidv7 } from "uuid";
import { RowsBulk } from "@/components/people/bulk-deeds/staff/rows-bulk";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { ContactFaces } from "./contact-faces";

export const CONTACT_LIST = "contact";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: NamedDeed | null;
}

/** The form of the rows' boxes, and the bar for the contacts that were chosen. */
export function ContactsBulk(props: Props) {
  return (
    <RowsBulk list={CONTACT_LIST} noun={["contact", "contacts"]} {...props}>
      <ContactFaces ids={{ invite: uuidv7(), disable: uuidv7() }} />
    </RowsBulk>
  );
}
