import type { Metadata } from "next";
import { NoticeCenter } from "@/components/mail/notices/notice-center";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { listNotices } from "@/lib/mail/notices/queries";
import { parseNoticeCursor } from "@/lib/mail/notices/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Notices" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffNoticesPage({ searchParams }: Props) {
  const cursor = parseNoticeCursor(await searchParams);
  const { page, viewer } = await asViewer("staff", async (context, { brand, signedIn, viewer }) => ({
    page: await listNotices(context, cursor, { zone: signedIn.account.timeZone ?? brand.zone }),
    viewer,
  }));
  return (
    <NoticeCenter
      page={page}
      path={routes.staffNotices}
      noticeHref={routes.staffNotice}
      nothing="What clients write in cases and requests that are yours, or nobody’s yet, appears here."
      {...(viewer.brands.length > 1 ? { brands: await brandNames(viewer.brands) } : {})}
    />
  );
}
