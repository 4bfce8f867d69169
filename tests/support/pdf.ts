import { getDocumentProxy } from "unpdf";

/** Text without white space, like that of `pdfText`: line breaks depend on the widths of letters. */
export const unspaced = (text: string): string => text.replaceAll(/\s+/g, "");

/** Text of a PDF in the order of selection, without white space: see `unspaced`. */
export async function pdfText(response: Response): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
  const words: string[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    for (const item of items) if ("str" in item) words.push(item.str);
  }
  return unspaced(words.join(""));
}
