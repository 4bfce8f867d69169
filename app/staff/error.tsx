"use client";

import { Failure } from "@/components/layout/failure";

/** Inside the shell: the navigation stays, so one can go elsewhere. */
export default function StaffError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} />;
}
