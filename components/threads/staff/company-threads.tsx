import { TextLink } from "@/components/ui/text-link";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";
import type { ClientThread } from "@/lib/threads/staff/clients/queries";
import { ClientThreads } from "./client-threads";

type Rows = readonly ClientThread[] | null;

interface Props {
  companyId: string;
  /** Null: the viewer does not read threads of the kind. */
  cases: Rows;
  requests: Rows;
  chats: Rows;
}

/** What of a company is open, by kind, as far as the viewer reads it. */
export function CompanyThreads({ companyId: company, cases, requests, chats }: Props) {
  return (
    <>
      {cases && (
        <ClientThreads
          title="Open cases"
          kind="case"
          rows={cases}
          none="No case is open."
          more={cases.length > 0 && <TextLink href={staffCasesHref({ company })}>Queue</TextLink>}
          named
        />
      )}
      {requests && (
        <ClientThreads
          title="Open requests"
          kind="request"
          rows={requests}
          none="No request is open."
          more={requests.length > 0 && <TextLink href={staffRequestsHref({ company })}>Queue</TextLink>}
          named
        />
      )}
      {chats && <ClientThreads title="Open chats" kind="chat" rows={chats} none="No chat is open." named />}
    </>
  );
}
