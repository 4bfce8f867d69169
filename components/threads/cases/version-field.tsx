"use client";

import { useId } from "react";
import { TextField } from "@/components/forms/fields";

/** The version of a case's product, with those that are suggested; one may be named more than once. */
export function VersionField({ versions }: { versions: readonly string[] }) {
  const listId = useId();
  return (
    <>
      <TextField
        name="productVersion"
        label="Version"
        optional
        maxLength={50}
        autoComplete="off"
        list={versions.length > 0 ? listId : undefined}
      />
      <datalist id={listId}>
        {[...new Set(versions)].map((version) => (
          <option key={version} value={version} />
        ))}
      </datalist>
    </>
  );
}
