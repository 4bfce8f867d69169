import type { ReactNode } from "react";
import { PublicFooter } from "@/components/layout/public-footer";
import { PublicHeader } from "@/components/layout/public-header";
import { requireBrand } from "@/lib/gate/brand/current";

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const brand = await requireBrand();
  return (
    <div className="flex min-h-dvh flex-col">
      <PublicHeader brand={brand} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <PublicFooter brand={brand} />
    </div>
  );
}
