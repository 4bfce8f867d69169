"use client";

import { Failure } from "@/components/layout/failure";

/** Shown inside the layout, so that the navigation stays usable. */
export default function StaffError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} />;
}
