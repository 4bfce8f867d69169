/** A row that cannot be imported. The rest of the file can. */
export class BadRow extends Error {
  readonly column: string | null;

  constructor(column: string | null, reason: string) {
    super(reason);
    this.name = "BadRow";
    this.column = column;
  }
}

/** A file that is not a valid file of its kind. Nothing of it is imported. */
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
