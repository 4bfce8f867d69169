import { ThreadStatusDot } from "@/components/threads/thread-status";
import { lastActivity, ThreadTable } from "@/components/threads/thread-table";
import type { ThreadKind } from "@/db/schema/constants";
import { kindOf } from "@/lib/threads/kinds";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { ServiceRow } from "@/lib/threads/requests/service-list/queries";

/** The words for what a row asks for, by its kind. */
const KIND_WORDS: { readonly [K in ThreadKind]: (row: Extract<ServiceRow, { thread: K }>) => string } = {
  case: () => "Support case",
  request: ({ kind }) => KIND_LABELS[kind],
  chat: () => "Chat",
};

/** Threads of every kind in one table. */
export function ServiceTable({ rows, caption }: { rows: readonly ServiceRow[]; caption: string }) {
  return (
    <ThreadTable
      caption={caption}
      rows={rows}
      lead={{
        title: "Case, request or chat",
        href: ({ thread, number }) => kindOf(thread).clientPath(number),
        about: ({ byName }) => (byName ? `By ${byName}` : "By you"),
        className: "md:min-w-40 xl:min-w-64",
      }}
      columns={[
        { title: "Kind", cell: (row) => (KIND_WORDS[row.thread] as (row: ServiceRow) => string)(row) },
        { title: "Status", cell: statusOf },
        lastActivity(),
      ]}
    />
  );
}

function statusOf(row: ServiceRow) {
  const closeReason = row.thread === "case" ? row.closeReason : null;
  return <ThreadStatusDot kind={row.thread} status={row.status} closeReason={closeReason} side="client" />;
}
