import { Download } from "lucide-react";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { AuditFilterBar } from "@/components/site/audit/staff/audit-filters";
import { AuditTable } from "@/components/site/audit/staff/audit-table";
import { NarrowedTo } from "@/components/site/audit/staff/narrowed-to";
import { buttonClass } from "@/components/ui/button";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { readsAudit } from "@/lib/gate/audit/policy";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { listAudit, listAuditWords } from "@/lib/site/audit/queries";
import { auditHref, parseAuditFilters } from "@/lib/site/audit/schema";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffAuditPage({ searchParams }: Props) {
  const filters = parseAuditFilters(await searchParams);
  const { list, words, viewer, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsAudit(viewer)) forbidden();
    const zone = signedIn.account.timeZone ?? brand.zone;
    return together({ list: listAudit(context, filters, { zone }), words: listAuditWords(context), viewer, zone });
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader
        title="Audit"
        detail="Who did what to which record on your brands. Nobody can change or remove a line."
        tools={
          list.count > 0 && (
            <a href={auditHref(filters, {}, routes.staffAuditCsv)} className={buttonClass("tool")}>
              <Download aria-hidden size={16} />
              CSV
            </a>
          )
        }
      />
      <ListPage
        list={list}
        href={(cursor) => auditHref(filters, { cursor })}
        bar={
          <>
            <AuditFilterBar filters={filters} brands={brands} words={words} />
            <NarrowedTo filters={filters} rows={list.rows} />
          </>
        }
        empty={
          <ListEmpty
            thing="line"
            href={auditHref(filters)}
            searched="Every word must be part of the name or address of the person who acted."
            nothing="Nothing was done in the last 30 days."
          />
        }
      >
        <AuditTable rows={list.rows} zone={zone} brands={brands} />
      </ListPage>
    </>
  );
}
