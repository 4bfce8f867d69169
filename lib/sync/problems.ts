/** A row that cannot go in; the rest of the file can. */
export class BadRow extends Error {
  readonly column: string | null;

  constructor(column: string | null, reason: string) {
    super(reason);
    this.name = "BadRow";
    this.column = column;
  }
}

/** A file that cannot be read as what it should be: nothing of it goes in. */
export class BadFile extends Error {
  readonly line: number | null;
  readonly column: string | null;

  constructor(line: number | null, column: string | null, reason: string) {
    super(reason);
    this.name = "BadFile";
    this.line = line;
    this.column = column;
  }
}
