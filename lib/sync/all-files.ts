import type { ImportFile } from "./file-kind";
import { accountTeamFile } from "./files/account-team";
import { agreementsFile } from "./files/agreements";
import { companiesFile } from "./files/companies";
import { companyRelationsFile } from "./files/company-relations";
import { contactsFile } from "./files/contacts";
import { estimatesFile } from "./files/estimates";
import { invoiceLinesFile } from "./files/invoice-lines";
import { invoicesFile } from "./files/invoices";
import { paymentsReceivedFile } from "./files/payments-received";

/** Every kind of file, in the order in which they go in: what is referred to comes before what refers. */
export const IMPORT_FILES: readonly ImportFile[] = [
  companiesFile,
  contactsFile,
  companyRelationsFile,
  accountTeamFile,
  agreementsFile,
  invoicesFile,
  invoiceLinesFile,
  estimatesFile,
  paymentsReceivedFile,
];
