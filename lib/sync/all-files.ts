import type { ImportFile } from "./file-kind";
import { accountTeamFile } from "./files/account-team";
import { agreementsFile } from "./files/agreements";
import { companiesFile } from "./files/companies";
import { companyRelationsFile } from "./files/company-relations";
import { contactsFile } from "./files/contacts";
import { estimateLinesFile } from "./files/estimate-lines";
import { estimatesFile } from "./files/estimates";
import { invoiceLinesFile } from "./files/invoice-lines";
import { invoicesFile } from "./files/invoices";
import { paymentsReceivedFile } from "./files/payments-received";

/** All kinds of files in the order of import: a file comes after those that its rows refer to. */
export const IMPORT_FILES: readonly ImportFile[] = [
  companiesFile,
  contactsFile,
  companyRelationsFile,
  accountTeamFile,
  agreementsFile,
  invoicesFile,
  invoiceLinesFile,
  estimatesFile,
  estimateLinesFile,
  paymentsReceivedFile,
];
