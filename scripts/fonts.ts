import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { preparedFonts } from "./lib/fonts";

/* Makes the type of documents anew, after its package or what is done to it has changed. */
const folder = "lib/pdf/inter";
mkdirSync(folder, { recursive: true });
for (const [name, content] of preparedFonts()) writeFileSync(path.join(folder, name), content);
