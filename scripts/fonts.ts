import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { preparedFonts } from "./lib/fonts";

/* Generates the fonts of PDF documents again: run it after the font's package or its preparation has changed. */
const folder = "lib/pdf/inter";
mkdirSync(folder, { recursive: true });
for (const [name, content] of preparedFonts()) writeFileSync(path.join(folder, name), content);
