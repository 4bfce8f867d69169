"use client";

import { lazy } from "react";
import type { MissingProps } from "./missing-page";

const MissingPage = lazy(() => import("./missing-page"));

/**
 * Says that there is nothing at an address. Next sends a layout's not-found content with every page below the layout.
 * This component is only a reference there, and its text is loaded when it is shown.
 */
export function Missing(props: MissingProps) {
  return <MissingPage {...props} />;
}
