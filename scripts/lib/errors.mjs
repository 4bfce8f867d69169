/** A reason to stop that a person can act on: shown as one sentence without a stack. */
export class StartError extends Error {
  /**
   * @param {string} message
   * @param {string} [details] Output of the program that failed.
   */
  constructor(message, details = "") {
    super(message);
    this.name = "StartError";
    this.details = details;
  }
}

/**
 * Tells a person why it stops: the sentence alone where one was written, else the whole error.
 * @param {unknown} error
 */
export function report(error) {
  if (error instanceof StartError) {
    if (error.details) console.error(error.details.trimEnd());
    console.error(error.message);
  } else if (error instanceof Error && "code" in error && error.code === "EACCES" && "path" in error) {
    console.error(
      `${error.path} belongs to another user. Remove it as that user, or choose another folder with --data.`,
    );
  } else {
    console.error(error);
  }
}
