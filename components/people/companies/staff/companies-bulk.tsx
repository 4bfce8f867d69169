import { v7 as uuidv7 } from "uuid";
import { RowsBulk } from "@/components/people/bulk-deeds/staff/rows-bulk";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import type { ManagerChoice } from "@/lib/people/edits/companies/managers/queries";
import { CompanyFaces } from "./company-faces";

export const COMPANY_LIST = "company";

interface Props {
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: NamedDeed | null;
  managers: readonly ManagerChoice[];
}

/** The form of the rows' boxes, and the bar for the companies that were chosen. */
export function CompaniesBulk({ managers, ...rest }: Props) {
  return (
    <RowsBulk list={COMPANY_LIST} noun={["company", "companies"]} {...rest}>
      <CompanyFaces managers={managers} ids={{ account_manager: uuidv7(), subscription_manager: uuidv7() }} />
    </RowsBulk>
  );
}
