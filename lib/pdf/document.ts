import type { Brand } from "@/lib/gate/brand/types";
import type { PdfBlock, PdfFact } from "./blocks";

export interface PdfSection {
  /** Heading over the section; null for none. */
  readonly title: string | null;
  /** Blocks made by textBlock, factsBlock, tableBlock and sumsBlock. */
  readonly content: readonly PdfBlock[];
}

/** All that renderPdf needs for a document of a brand on US Letter. */
export interface BrandedDocument {
  readonly brand: Pick<Brand, "name" | "theme">;
  /** `Invoice CS-104638`: shown on the first page, at the top of further pages and as the file's title. */
  readonly title: string;
  /** A line under the title. */
  readonly subtitle?: string | null;
  /** `YYYY-MM-DD` by business time in the brand's zone: the day on which the document was made. */
  readonly createdOn: string;
  /** Facts below the title, three in a row. */
  readonly facts: readonly PdfFact[];
  readonly sections: readonly PdfSection[];
}
