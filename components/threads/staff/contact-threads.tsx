import type { ClientThread } from "@/lib/threads/staff/clients/queries";
import { ClientThreads } from "./client-threads";

type Rows = readonly ClientThread[] | null;

interface Props {
  /** Null: the viewer does not read threads of the kind. */
  cases: Rows;
  requests: Rows;
  chats: Rows;
}

/** What a contact opened, by kind, as far as the viewer reads it. */
export function ContactThreads({ cases, requests, chats }: Props) {
  return (
    <>
      {cases && <ClientThreads title="Latest cases" kind="case" rows={cases} none="No case was filed." named={false} />}
      {requests && (
        <ClientThreads title="Latest requests" kind="request" rows={requests} none="Nothing was asked." named={false} />
      )}
      {chats && <ClientThreads title="Latest chats" kind="chat" rows={chats} none="No chat was begun." named={false} />}
    </>
  );
}
