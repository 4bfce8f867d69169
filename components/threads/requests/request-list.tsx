import { ThreadStatusDot } from "@/components/threads/thread-status";
import { lastActivity, ThreadTable } from "@/components/threads/thread-table";
import { routes } from "@/lib/routes";
import type { RequestLine } from "@/lib/threads/requests/list/queries";
import { KIND_LABELS } from "@/lib/threads/requests/rules";

interface Props {
  requests: readonly RequestLine[];
  /** For screen readers. */
  caption?: string;
}

/** A list of requests for a flush panel; nothing where there are none. */
export function RequestList({ requests, caption = "Requests" }: Props) {
  if (requests.length === 0) return null;
  return (
    <ThreadTable
      caption={caption}
      rows={requests}
      lead={{
        title: "Request",
        href: ({ number }) => routes.request(number),
        about: ({ kind, askedByName }) => `${KIND_LABELS[kind]}${askedByName ? `, asked by ${askedByName}` : ""}`,
        className: "md:min-w-40",
      }}
      columns={[{ title: "Status", cell: statusOf }, lastActivity()]}
    />
  );
}

function statusOf({ status, expected, late }: RequestLine) {
  return (
    <span className="grid gap-0.5">
      <ThreadStatusDot kind="request" status={status} side="client" />
      {expected && (
        <span className={late ? "text-xs text-danger" : "text-xs text-muted"}>
          {late ? "Our answer is late" : expected}
        </span>
      )}
    </span>
  );
}
