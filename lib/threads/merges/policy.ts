import type { SQL } from "drizzle-orm";
import { caseMerges } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** Which cases that the viewer sees go on in another. Never undefined. */
export function visibleCaseMerges(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, caseMerges.threadId, "case");
}
