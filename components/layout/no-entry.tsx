"use client";

import { lazy } from "react";

const NoEntryPage = lazy(() => import("./no-entry-page"));

/** Says that the page is for another role. Only a reference on the pages of staff, for the reason that Missing has. */
export function NoEntry(props: { mailbox: string | null }) {
  return <NoEntryPage {...props} />;
}
