import { AppError } from "@/lib/errors";
import { type UploadRefusalCode, uploadRefusal } from "./rules";

/** A file was not taken. Shown beside the field `files`; the code is what a form without JavaScript comes back with. */
export class FilesRefused extends AppError {
  readonly refusal: UploadRefusalCode;

  constructor(refusal: UploadRefusalCode, options: { cause?: unknown } = {}) {
    super("INVALID", uploadRefusal(refusal) ?? "", { field: "files", ...options });
    this.refusal = refusal;
  }
}
