"use client";

import { useField } from "@/components/forms/form-context";
import { VersionField } from "@/components/threads/cases/version-field";
import { FileField } from "@/components/threads/file-field";

interface Props {
  /** Those that are suggested. */
  versions: readonly string[];
}

/**
 * What few callers have at hand, folded. Open where it was filled in or refused: without scripts it would be out of sight.
 * A file that is dropped or pasted opens it too.
 */
export function RareFields({ versions }: Props) {
  const [version, files] = [useField("productVersion"), useField("files")];
  const isUsed = Boolean(version.value) || version.errors.length + files.errors.length > 0;
  return (
    <details open={isUsed || undefined}>
      <summary className="min-h-11 cursor-pointer content-center text-sm font-semibold text-accent lg:min-h-6">
        Version and files <span className="font-normal text-muted">(optional)</span>
      </summary>
      <div className="mt-3 grid gap-5">
        <div className="sm:max-w-80">
          <VersionField versions={versions} />
        </div>
        <FileField name="files[]" />
      </div>
    </details>
  );
}
