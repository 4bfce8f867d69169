import type { Brand } from "@/lib/gate/brand/types";
import type { PdfBlock, PdfFact } from "./blocks";

export interface PdfSection {
  /** Heading over the section; null for none. */
  readonly title: string | null;
  /** Of textBlock, factsBlock, tableBlock, sumsBlock. */
  readonly content: readonly PdfBlock[];
}

/** All that renderPdf needs: a document of a brand on US Letter. */
export interface BrandedDocument {
  readonly brand: Pick<Brand, "name" | "theme">;
  /** `Invoice CS-104638`: on the first page, at the head of further ones and as the file's title. */
  readonly title: string;
  /** A line under the title. */
  readonly subtitle?: string | null;
  /** `YYYY-MM-DD` by business time in the brand's zone: the day that the document was made on. */
  readonly createdOn: string;
  /** Under the title, three a line. */
  readonly facts: readonly PdfFact[];
  readonly sections: readonly PdfSection[];
}
