import type { SQL } from "drizzle-orm";
import { caseMerges } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** Which cases that the viewer sees go on in another. Never undefined. */
export const visibleMerges = (viewer: Viewer): SQL => ofVisibleThreads(viewer, caseMerges.threadId, "case");
