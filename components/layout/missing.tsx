"use client";

import { lazy } from "react";
import type { MissingProps } from "./missing-page";

const MissingPage = lazy(() => import("./missing-page"));

/**
 * Says that there is nothing at an address. Next sends what a layout shows for that with each page below it; this is
 * no more than a name there, and the words are loaded where they are shown.
 */
export function Missing(props: MissingProps) {
  return <MissingPage {...props} />;
}
