import { FILE_DECIDERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";

/** Releases and discards files that are held, in threads that the viewer sees. */
export function decidesFiles(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => FILE_DECIDERS.some((decider) => decider === role));
}
