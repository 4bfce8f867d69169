import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { RequestLine } from "@/lib/threads/requests/list/queries";
import { RequestList } from "./request-list";

/** Open requests, with a link to all. */
export function OwnRequests({ requests, title }: { requests: readonly RequestLine[]; title: string }) {
  return (
    <Panel
      title={title}
      flush={requests.length > 0}
      action={<TextLink href={routes.serviceRequests}>All service requests</TextLink>}
    >
      {requests.length === 0 ? (
        <p className="text-sm text-muted">What you ask your account team stands here until it is closed.</p>
      ) : (
        <RequestList requests={requests} caption={title} />
      )}
    </Panel>
  );
}
