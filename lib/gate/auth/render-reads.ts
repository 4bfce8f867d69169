import { cache } from "react";
import { SharedReads } from "@/db/shared-reads";

const remembered = cache(() => new SharedReads());

/**
 * The reads of the render that is under way. Null outside a render, in actions and route handlers: there `cache`
 * remembers nothing, and each read has a transaction of its own.
 */
export function renderReads(): SharedReads | null {
  const reads = remembered();
  return remembered() === reads ? reads : null;
}
