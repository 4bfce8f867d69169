import { buttonClass } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { StaffViewer } from "@/db/viewer";
import { worksCases, worksRequests } from "@/lib/gate/rights";
import { routes } from "@/lib/routes";

interface Props {
  viewer: StaffViewer;
  /** Names the company, and the contact or the document where there is one: see the forms' addresses. */
  of: Readonly<Record<string, string>>;
  /** Whether a case may be filed from here too. */
  cases?: boolean;
}

/** Leads from a record of a client to the forms in which staff write first, those that the viewer's roles may send. */
export function WriteFirst({ viewer, of, cases = false }: Props) {
  return (
    <>
      {worksRequests(viewer) && (
        <Link href={routes.staffNewRequest(of)} className={buttonClass("tool")}>
          Write to a contact
        </Link>
      )}
      {cases && worksCases(viewer) && (
        <Link href={routes.staffNewCase(of)} className={buttonClass("tool")}>
          File a phoned-in case
        </Link>
      )}
    </>
  );
}
