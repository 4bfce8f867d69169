import { getDocumentProxy } from "unpdf";
import { Collected, type FileText, TEXT_BOUNDS, TextUnreadable } from "./bounds";

/**
 * The text of a PDF page by page, and how many pages it has. Never runs scripts of the file and fetches nothing. The
 * process that calls it is ended by its parent where it takes too much time or memory.
 */
export async function readPdf(content: Uint8Array): Promise<FileText> {
  const pdf = await open(content);
  const collected = new Collected();
  const last = Math.min(pdf.numPages, TEXT_BOUNDS.pages);
  for (let number = 1; number <= last; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const isFull = items.some((item) => "str" in item && !collected.add(`${item.str}${item.hasEOL ? " " : ""}`));
    page.cleanup();
    if (isFull || !collected.add(" ")) break;
  }
  return { text: collected.text(), pages: pdf.numPages };
}

async function open(content: Uint8Array) {
  try {
    return await getDocumentProxy(content, { isEvalSupported: false, stopAtErrors: false });
  } catch (error) {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new TextUnreadable(isLocked ? "locked" : "damaged", { cause: error });
  }
}
