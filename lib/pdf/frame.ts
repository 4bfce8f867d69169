import { formatHex } from "culori";
import { formatDay } from "@/lib/kit/time";
import type { BrandedDocument } from "./document";
import { Sheet } from "./sheet";
import { printable } from "./text";
import { INK, MUTED, PAGE, RULE, SMALL, type TextStyle } from "./text-style";

/** An empty document. Each page has the brand's name and a line at the top, and `Page 1 of 2` at the bottom. */
export function openSheet({ brand, createdOn, ...document }: BrandedDocument): Sheet {
  const name = printable(brand.name);
  const title = printable(document.title);
  /** As much of the title as fits into one line beside another text. */
  const short = (sheet: Sheet) => sheet.lines(title, PAGE.width - 260, SMALL)[0] ?? "";
  const accent = formatHex(brand.theme.light.accent) ?? INK;
  return new Sheet({
    info: {
      Title: title,
      Author: name,
      Creator: name,
      Producer: name,
      CreationDate: new Date(`${createdOn}T00:00:00Z`),
    },
    head: (sheet, page) => {
      const first = page === 1;
      const brandStyle: TextStyle = { size: 11, weight: "semibold", color: accent };
      sheet.text(sheet.lines(name, 240, brandStyle)[0] ?? "", PAGE.left, 30, brandStyle);
      if (!first) sheet.text(short(sheet), PAGE.left, 32, { size: 8, color: MUTED, right: PAGE.width });
      sheet.rule(51, { color: first ? accent : RULE, thick: first ? 1.5 : 0.75 });
    },
    foot: (sheet, page, pages) => {
      sheet.text(`${short(sheet)} · ${formatDay(createdOn)}`, PAGE.left, 750, SMALL);
      sheet.text(`Page ${page} of ${pages}`, PAGE.left, 750, { ...SMALL, right: PAGE.width });
    },
  });
}
