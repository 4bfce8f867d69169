"use client";

import { type ReactNode, useState } from "react";
import { Table, Tbody, Thead } from "@/components/ui/table";

interface Row {
  readonly id: string;
  /** The row as it is now. */
  readonly row: ReactNode;
}

interface Props {
  caption: string;
  className?: string | undefined;
  head: ReactNode;
  rows: readonly Row[];
}

/**
 * A table whose rows stay where they are while its page is reloaded with news: each row shows what it is now, none
 * moves or goes, and new ones are announced and shown on demand. Give it the list's address as key, so that another
 * list begins anew.
 */
export function LiveTable({ caption, className, head, rows }: Props) {
  const [shown, setShown] = useState(rows);
  const [known, setKnown] = useState(rows);
  if (rows !== known) {
    setKnown(rows);
    setShown(shown.map((old) => rows.find(({ id }) => id === old.id) ?? old));
  }
  const fresh = rows.filter(({ id }) => !shown.some((old) => old.id === id)).length;
  const isOther = fresh > 0 || rows.length !== shown.length || rows.some(({ id }, place) => shown[place]?.id !== id);
  return (
    <div className="relative">
      {/* Over the head, so that no row moves when it comes. */}
      <div role="status" className="pointer-events-none absolute inset-x-0 top-0 z-10 grid h-9 place-items-center">
        {isOther && (
          <button
            type="button"
            className="pointer-events-auto rounded-full bg-accent px-3 py-1 text-xs font-semibold text-on-accent shadow-raised"
            onClick={() => setShown(rows)}
          >
            {fresh > 0 ? `${fresh.toLocaleString("en-US")} new — show` : "The list has changed — show"}
          </button>
        )}
      </div>
      <Table caption={caption} className={className ?? ""}>
        <Thead>{head}</Thead>
        <Tbody>{shown.map(({ row }) => row)}</Tbody>
      </Table>
    </div>
  );
}
