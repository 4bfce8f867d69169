import { v7 as uuidv7 } from "uuid";
import { BulkBar } from "@/components/ui/bulk-bar";
import { ListToast } from "@/components/ui/list-toast";
import { boxForm, RowBoxForm } from "@/components/ui/row-box";
import { TextLink } from "@/components/ui/text-link";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { deedKey } from "@/lib/people/bulk-deeds/schema";
import type { ContactDeed } from "@/lib/people/edits/contacts/bulk/queries";
import { routes } from "@/lib/routes";
import { ContactFaces } from "./contact-faces";

export const CONTACT_LIST = "contact";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: ContactDeed | null;
}

/** The form of the rows' boxes, and the bar for the contacts that were chosen. */
export function ContactsBulk({ href, ids, chosen, deed }: Props) {
  return (
    <>
      <RowBoxForm list={CONTACT_LIST} href={href} things="contacts" />
      <BulkBar
        key={`${href} ${deedKey(deed)} ${chosen.join()}`}
        form={boxForm(CONTACT_LIST)}
        noun={["contact", "contacts"]}
        query={href.split("?")[1] ?? ""}
        chosen={chosen.filter((id) => ids.includes(id))}
      >
        <ContactFaces ids={{ invite: uuidv7(), disable: uuidv7() }} />
      </BulkBar>
    </>
  );
}

/** So many contacts who were left alone are named. */
const NAMED = 4;

/** What became of the contacts that were chosen, with links to those who were left alone, and why. */
export function ContactsDone({ href, deed }: { href: string; deed: ContactDeed }) {
  return (
    <ListToast href={href}>
      {outcomeWords(deed.deed, deed.rows)}{" "}
      {deed.left.slice(0, NAMED).map(({ id, name, why }) => (
        <span key={id}>
          <TextLink href={routes.staffContact(id)}>{name}</TextLink>
          {why && `: ${why.toLowerCase()}`}.{" "}
        </span>
      ))}
      {deed.left.length > NAMED && `And ${deed.left.length - NAMED} more.`}
    </ListToast>
  );
}
