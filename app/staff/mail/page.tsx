import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { MailFilterBar } from "@/components/mail/log/mail-filters";
import { MailTable } from "@/components/mail/log/mail-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { ALL_MAIL_KINDS, MAIL_KINDS } from "@/lib/mail/kinds";
import { readsMailLog } from "@/lib/mail/log/policy";
import { listMail } from "@/lib/mail/log/queries";
import { mailHref, parseMailFilters } from "@/lib/mail/log/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Mail" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const KINDS = ALL_MAIL_KINDS.map((kind) => [kind, MAIL_KINDS[kind].label] as const);

export default async function StaffMailPage({ searchParams }: Props) {
  const filters = parseMailFilters(await searchParams);
  const { list, viewer } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsMailLog(viewer)) forbidden();
    return { list: await listMail(context, filters, { zone: signedIn.account.timeZone ?? brand.zone }), viewer };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader title="Mail" detail="What the portal has sent on all your brands, and what became of it." />
      <MailFilterBar filters={filters} brands={brands} kinds={KINDS} />
      <Panel flush>
        {list.count === 0 ? (
          <ListEmpty
            thing="mail"
            narrowed={mailHref(filters) !== routes.staffMail}
            href={routes.staffMail}
            searched="Every word must be part of the recipient’s address."
            nothing="Mails appear here as soon as the portal has something to tell."
          />
        ) : (
          <>
            <MailTable rows={list.rows} brands={brands} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? mailHref(filters) : undefined}
                previousHref={list.previous ? mailHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? mailHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
