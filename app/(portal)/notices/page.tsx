import type { Metadata } from "next";
import { NoticeCenter } from "@/components/mail/notices/notice-center";
import { asViewer } from "@/lib/gate/actions/context";
import { listNotices } from "@/lib/mail/notices/queries";
import { parseNoticeCursor } from "@/lib/mail/notices/schema";
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
