import type { FileReport } from "./report";

/** If the output is not a terminal, there is one line of progress for this many rows. */
const STEP = 2_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface Progress {
  onProgress(report: Pick<FileReport, "file" | "rows">): void;
  /** Ends the current line. */
  end(): void;
}

/**
 * Shows how far an import has come. In a terminal each file has one line, which is overwritten as rows are imported.
 * Any other output gets a plain line after each STEP rows.
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
