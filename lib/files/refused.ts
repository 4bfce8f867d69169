import { AppError } from "@/lib/errors";
import { type UploadRefusalCode, uploadRefusal } from "./rules";

/**
 * A file was refused. The sentence is shown beside the field `files`. A form without JavaScript gets the code in its
 * address.
 */
export class FilesRefused extends AppError {
  readonly refusal: UploadRefusalCode;

  constructor(refusal: UploadRefusalCode, options: { cause?: unknown } = {}) {
    super("INVALID", uploadRefusal(refusal) ?? "", { field: "files", ...options });
    this.refusal = refusal;
  }
}
