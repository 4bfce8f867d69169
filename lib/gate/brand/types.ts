import type { BrandTheme, HomePage, RemitTo } from "@/db/schema/brand-content";
import type { CoverageHours, CoverageKind } from "@/db/schema/constants";
import type { BusinessCalendar } from "@/lib/kit/time";

export type { BrandTheme, HomePage, RemitTo } from "@/db/schema/brand-content";

/** A coverage that support agreements of the brand can have. The chat hours belong to every coverage. */
export interface Coverage {
  /** What agreements name it by. */
  readonly key: string;
  readonly name: string;
  readonly kind: CoverageKind;
  /** Of an extended coverage: its weekly hours in the brand's zone. */
  readonly week: readonly CoverageHours[];
  /** Of an extended coverage: its hours also hold on the brand's days off. */
  readonly onDaysOff: boolean;
}

/**
 * Everything that a brand decides, in one value that is loaded from its row. Nothing in it is a secret, so all of it may
 * be sent to a browser.
 */
export interface Brand {
  readonly key: string;
  readonly name: string;
  /** What people call the brand in a sentence, e.g. `Cimsoft`. */
  readonly shortName: string;
  /** Scheme and host (and port), no slash at the end. All links are built from it. */
  readonly origin: string;
  /** Other origins that show this brand. */
  readonly otherOrigins: readonly string[];
  readonly zone: string;
  readonly currency: string;
  /** Sender of mail about passwords. */
  readonly resetSender: string;
  /** The portal support mailbox: sender of all other mail, and where people write. */
  readonly supportMailbox: string;
  readonly companyAccess: "primary" | "primary_and_related";
  readonly theme: BrandTheme;
  /** What is out now. */
  readonly home: HomePage;
  readonly remitTo: RemitTo;
  readonly partPayments: boolean;
  /** Smallest part of an invoice that can be paid, in minor units; null: one whole unit of the currency. */
  readonly minPartPaymentMinor: number | null;
  /** Clients who read money are reminded of invoices that are new, due soon or overdue. */
  readonly invoiceReminders: boolean;
  /** Address of an estimate in the Quotation Portal, with `{number}` in it. */
  readonly quotationUrl: string | null;
  /** Hosts that the Quotation Portal may be on. */
  readonly quotationHosts: readonly string[];
  readonly chatCalendar: BusinessCalendar;
  readonly supportCalendar: BusinessCalendar;
  /** In the order in which they are offered. */
  readonly coverages: readonly Coverage[];
}
