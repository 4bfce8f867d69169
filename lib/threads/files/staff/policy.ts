import { FILE_DECIDERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer may release and discard held files in threads that they see. */
export function decidesFiles(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => FILE_DECIDERS.some((decider) => decider === role));
}
