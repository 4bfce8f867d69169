import { v7 as uuidv7 } from "uuid";
import { RowsBulk } from "@/components/people/bulk-deeds/staff/rows-bulk";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { MailFaces } from "./mail-faces";

export const MAIL_LIST = "mail";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: NamedDeed | null;
}

/** The form of the rows' boxes, and the bar for the mails that were chosen. */
export function MailBulk(props: Props) {
  return (
    <RowsBulk list={MAIL_LIST} noun={["mail", "mails"]} {...props}>
      <MailFaces id={uuidv7()} />
    </RowsBulk>
  );
}
