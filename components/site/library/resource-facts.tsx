import { fileSizeText } from "@/lib/files/rules";
import type { ShownVersion } from "@/lib/site/library/queries";
import { endingWords, pagesWords } from "@/lib/site/library/rules";

/** `PDF · 1.4 MB · 12 pages`; for an address its host. */
export function versionWords({
  url,
  name,
  sizeBytes,
  pages,
}: Pick<ShownVersion, "url" | "name" | "sizeBytes" | "pages">) {
  if (url !== null) return new URL(url).host;
  return [name && endingWords(name), sizeBytes !== null && fileSizeText(sizeBytes), pagesWords(pages)]
    .filter(Boolean)
    .join(" · ");
}

/** `DeltaV 14.3`: the product and the version of it that a resource is about; null for what concerns every product. */
export function productWords({ product, productVersion }: { product: string | null; productVersion: string | null }) {
  return product === null ? null : [product, productVersion].filter(Boolean).join(" ");
}
