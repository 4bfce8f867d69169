import type { Metadata } from "next";
import { NoticeCenter } from "@/components/notices/notice-center";
import { asViewer } from "@/lib/actions/context";
import { listNotices } from "@/lib/notifications/queries";
import { parseNoticeCursor } from "@/lib/notifications/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Notices" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NoticesPage({ searchParams }: Props) {
  const cursor = parseNoticeCursor(await searchParams);
  const page = await asViewer("client", (context, { brand, signedIn }) =>
    listNotices(context, cursor, { zone: signedIn.account.timeZone ?? brand.zone }),
  );
  return (
    <NoticeCenter
      page={page}
      path={routes.notices}
      noticeHref={routes.notice}
      nothing="Answers to your cases and requests, and news of your payments, appear here."
    />
  );
}
