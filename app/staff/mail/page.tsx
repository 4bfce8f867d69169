import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { MailBulk } from "@/components/mail/log/mail-bulk";
import { MailFilterBar } from "@/components/mail/log/mail-filters";
import { MailTable } from "@/components/mail/log/mail-table";
import { MailTabs } from "@/components/mail/log/mail-tabs";
import { Troubles } from "@/components/mail/log/troubles";
import { RowsDone } from "@/components/people/bulk-deeds/staff/rows-done";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { ALL_MAIL_KINDS, MAIL_KINDS } from "@/lib/mail/kinds";
import { findMailDeed } from "@/lib/mail/log/again/queries";
import { lookedOfMails } from "@/lib/mail/log/looks/queries";
import { readsMailLog } from "@/lib/mail/log/policy";
import { listMail, listTroubles } from "@/lib/mail/log/queries";
import { mailHref, parseMailFilters } from "@/lib/mail/log/schema";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Mail" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const KINDS = ALL_MAIL_KINDS.map((kind) => [kind, MAIL_KINDS[kind].label] as const);

export default async function StaffMailPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseMailFilters(parameters);
  const chosen = chosenOf(parameters);
  const { list, looked, troubles, viewer, zone, views, deed } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      if (!readsMailLog(viewer)) forbidden();
      const zone = signedIn.account.timeZone ?? brand.zone;
      const read = await together({
        ...{ viewer, zone },
        list: listMail(context, filters, { zone }),
        troubles: listTroubles(context),
        views: listSavedViews(context, "mail"),
        deed: findMailDeed(context, deedOf(parameters)),
      });
      const ids = read.list.rows.map(({ id }) => id);
      return { ...read, looked: await lookedOfMails(context, ids) };
    },
  );
  // Each line has the subject of a mail, and to whom it went.
  await recordManyLooks(viewer, looked);
  const brands = await brandNames(viewer.brands);
  const place = mailHref(filters, filters.cursor ? { cursor: filters.cursor } : {});
  return (
    <>
      <MinuteRefresh />
      <Troubles troubles={troubles} brands={brands} zone={zone} />
      <ListPage
        list={list}
        href={(cursor) => mailHref(filters, { cursor })}
        bar={
          <MailFilterBar
            {...{ filters, brands, kinds: KINDS }}
            detail="What the portal has sent on all your brands, and what became of it."
            tabs={<MailTabs box="sent" sent />}
            views={<SavedViews list="mail" views={views} href={mailHref(filters)} />}
          />
        }
        empty={
          <ListEmpty
            thing="mail"
            href={mailHref(filters)}
            searched="Every word must be part of the recipient’s address."
            nothing="Mails appear here as soon as the portal has something to tell."
          />
        }
      >
        <MailTable rows={list.rows} brands={brands} place={place} choice={{ chosen, deed: deedKey(deed) }} />
        <MailBulk href={mailHref(filters)} chosen={chosen} deed={deed} ids={list.rows.map(({ id }) => id)} />
      </ListPage>
      {/* Outside of the list, which may be empty after the deed. */}
      {deed && <RowsDone deed={deed} href={mailHref(filters)} rowHref={routes.staffMailItem} />}
    </>
  );
}
