import type { FileReport } from "./report";

/** Rows between two lines of progress where there is no terminal. */
const STEP = 2_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface Progress {
  onProgress(report: Pick<FileReport, "file" | "rows">): void;
  /** Ends the last line. */
  end(): void;
}

/**
 * Tells how far an import is. A terminal has one line for each file, which is written over as rows go in; anything else
 * gets a plain line for each STEP rows.
 */
export function progressOn(output: Output): Progress {
  let current: string | null = null;
  let next = STEP;
  const end = () => {
    if (current !== null && output.isTTY) output.write("\n");
    current = null;
  };
  return {
    onProgress({ file, rows }) {
      if (file !== current) {
        end();
        current = file;
        next = STEP;
      }
      if (output.isTTY) {
        output.write(`\r${file}: ${rows.toLocaleString("en-US")} rows read`);
      } else if (rows >= next) {
        output.write(`${file}: ${rows} rows read\n`);
        next = rows - (rows % STEP) + STEP;
      }
    },
    end,
  };
}
