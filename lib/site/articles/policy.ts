import { and, inArray, type SQL, sql } from "drizzle-orm";
import { articleDrafts } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { worksCases } from "@/lib/gate/rights";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** May the viewer write articles from cases, and approve those of others? */
export const writesArticles = (viewer: StaffViewer): boolean => worksCases(viewer);

/** Drafts from cases that the viewer works; nothing for marketing, which reads no case. Never undefined. */
export function visibleArticles(viewer: StaffViewer): SQL {
  if (!writesArticles(viewer)) return sql`false`;
  return (
    and(inArray(articleDrafts.brand, [...viewer.brands]), ofVisibleThreads(viewer, articleDrafts.threadId, "case")) ??
    sql`false`
  );
}
