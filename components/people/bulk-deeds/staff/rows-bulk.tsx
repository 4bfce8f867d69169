import type { ReactNode } from "react";
import { BulkBar } from "@/components/ui/bulk-bar";
import { boxForm, RowBoxForm } from "@/components/ui/row-box";
import type { NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { deedKey } from "@/lib/people/bulk-deeds/schema";

interface Props {
  list: string;
  /** In lower case: `contact`, and of several `contacts`. */
  noun: readonly [one: string, several: string];
  /** Address of the list with its filters. */
  href: string;
  /** Ids of the rows on the page. */
  ids: readonly string[];
  /** Ids that the address has chosen. */
  chosen: readonly string[];
  deed: NamedDeed | null;
  /** What can be done, each a FaceMenu. */
  children: ReactNode;
}

/** The form of the boxes of rows that are chosen by their ids, and the bar for those that were chosen. */
export function RowsBulk({ list, noun, href, ids, chosen, deed, children }: Props) {
  return (
    <>
      <RowBoxForm list={list} href={href} things={noun[1]} />
      <BulkBar
        key={`${href} ${deedKey(deed)} ${chosen.join()}`}
        form={boxForm(list)}
        noun={noun}
        query={href.split("?")[1] ?? ""}
        chosen={chosen.filter((id) => ids.includes(id))}
      >
        {children}
      </BulkBar>
    </>
  );
}
