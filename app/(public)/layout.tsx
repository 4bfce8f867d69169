import type { ReactNode } from "react";
import { PublicFooter } from "@/components/layout/public-footer";
import { PublicHeader } from "@/components/layout/public-header";
import { NoticeBanner } from "@/components/site/home-page/notice-banner";
import { requireBrand } from "@/lib/gate/brand/current";
import { businessNow } from "@/lib/kit/time";
import { noticeFor } from "@/lib/site/home-page/rules";

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const brand = await requireBrand();
  return (
    <div className="flex min-h-dvh flex-col">
      <PublicHeader brand={brand} />
      <NoticeBanner notice={noticeFor(brand, "visitor", businessNow())} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <PublicFooter brand={brand} />
    </div>
  );
}
