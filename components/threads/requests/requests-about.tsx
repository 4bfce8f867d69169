import { Panel } from "@/components/ui/panel";
import type { RequestLine } from "@/lib/threads/requests/list/queries";
import { RequestList } from "./request-list";

/** On an invoice or estimate: requests about it, with their status. Nothing where there are none. */
export function RequestsAboutPanel({ title, requests }: { title: string; requests: readonly RequestLine[] }) {
  if (requests.length === 0) return null;
  return (
    <Panel title={title} flush className="no-print">
      <RequestList requests={requests} caption={title} />
    </Panel>
  );
}
