import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { MailTabs } from "@/components/mail/log/mail-tabs";
import { ReceivedFilterBar } from "@/components/threads/received/received-filters";
import { ReceivedTable } from "@/components/threads/received/received-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { readsMailLog } from "@/lib/mail/log/policy";
import { recordManyLooks } from "@/lib/people/looks/service";
import { lookedOfReceived } from "@/lib/threads/looks/queries";
import { readsReceived } from "@/lib/threads/received/policy";
import { countReceived, listReceived } from "@/lib/threads/received/queries";
import { parseReceivedFilters, receivedHref } from "@/lib/threads/received/schema";

export const metadata: Metadata = { title: "Received mail" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffReceivedPage({ searchParams }: Props) {
  const filters = parseReceivedFilters(await searchParams);
  const { list, looked, counts, viewer } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsReceived(viewer)) forbidden();
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const list = await listReceived(context, filters, local);
    const ids = list.rows.map(({ id }) => id);
    // Mails that wait are work; a sender who is looked for is a look.
    const looked = filters.q === "" ? [] : await lookedOfReceived(context, ids);
    return { ...{ list, looked, viewer }, counts: await countReceived(context) };
  });
  await recordManyLooks(viewer, looked);
  const brands = await brandNames(viewer.brands);
  return (
    <ListPage
      list={list}
      href={(cursor) => receivedHref(filters, { cursor })}
      heading="Received"
      bar={
        <ReceivedFilterBar
          {...{ filters, brands, counts }}
          detail="What came in by mail to the conversations that you answer."
          tabs={<MailTabs box="received" sent={readsMailLog(viewer)} />}
        />
      }
      empty={
        <ListEmpty
          thing="mail"
          href={receivedHref(filters)}
          searched="Every word must be part of the sender’s address."
          nothing="Mail waits here when nobody knows who wrote it, or when it does not read like a message."
        />
      }
    >
      <ReceivedTable rows={list.rows} brands={brands} />
    </ListPage>
  );
}
