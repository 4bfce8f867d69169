"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useSyncExternalStore } from "react";
import { useRoomKeys } from "@/components/threads/room-keys";
import { ButtonLink } from "@/components/ui/button";
import type { ThreadKind } from "@/db/schema/constants";
import { kindOf } from "@/lib/threads/kinds";
import type { QueueNeighbors } from "@/lib/threads/staff/neighbors/queries";
import { neighborsInList } from "./queue-memory";

interface Props {
  kind: ThreadKind;
  number: string;
  /** By the answer clock, for whoever did not come from a list. */
  neighbors: QueueNeighbors;
}

const never = () => () => {};

/**
 * The threads before and after this one: of the list from which it was opened, otherwise of the queue by answer clock.
 * The keys j and k lead there, as they do in a list.
 */
export function QueueSteps({ kind, number, neighbors }: Props) {
  const router = useRouter();
  const path = kindOf(kind).staffPath;
  // A text, because the snapshot of a store must stay the same while nothing changes.
  const listed = useSyncExternalStore(
    never,
    () => neighborsInList(path(number)),
    () => "",
  );
  const ofQueue = (to: string | null) => to && path(to);
  const [before, after] = listed ? listed.split(" ") : [ofQueue(neighbors.before), ofQueue(neighbors.after)];
  const go = (href: string | null | undefined) => {
    if (href) router.push(href);
  };
  useRoomKeys({
    ...(after ? { j: { words: "Next in the queue", deed: () => go(after) } } : {}),
    ...(before ? { k: { words: "The one before in the queue", deed: () => go(before) } } : {}),
  });
  if (!before && !after) return null;
  return (
    <nav aria-label="Queue" className="flex gap-2">
      {before && (
        <ButtonLink
          href={before}
          variant="tool"
          size="small"
          aria-keyshortcuts="k"
          title="Key: k"
          icon={<ChevronLeft aria-hidden size={16} />}
        >
          Previous
        </ButtonLink>
      )}
      {after && (
        <ButtonLink href={after} variant="tool" size="small" aria-keyshortcuts="j" title="Key: j">
          Next
          <ChevronRight aria-hidden size={16} />
        </ButtonLink>
      )}
    </nav>
  );
}
