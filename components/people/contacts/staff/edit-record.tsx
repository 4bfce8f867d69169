import { buttonClass } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

/** Leads administrators from the page of a contact or a company to where it is edited. */
export function EditRecord({ href }: { href: string }) {
  return (
    <Link href={href} className={buttonClass("tool")}>
      Edit
    </Link>
  );
}
