import { readFileSync } from "node:fs";
import path from "node:path";

const file = path.join(process.cwd(), process.env.NEXT_DIST_DIR ?? ".next", "BUILD_ID");
let known: string | undefined;

/** Names the build that this process serves, as Next does: a page carries it, so that an older one can be told. */
export function buildId(): string {
  known ??= process.env.NEXT_DEPLOYMENT_ID || read();
  return known;
}

/** `npm run dev` and tests serve what has no build. */
function read(): string {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, "utf8").trim();
  } catch {
    return "none";
  }
}
