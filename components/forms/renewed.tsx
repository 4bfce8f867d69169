"use client";

import { Fragment, type ReactNode, useState } from "react";

/**
 * Makes the form in it anew once the record that it shows is another than when the page was opened, so that nothing of
 * an earlier refusal stays after the form was saved. The first rendering has the same key whatever the record is, or a
 * form that was posted without scripts would not find its answer where a colleague changed the record.
 */
export function Renewed({ revision, children }: { revision: string; children: ReactNode }) {
  const [first] = useState(revision);
  return <Fragment key={revision === first ? "first" : revision}>{children}</Fragment>;
}
