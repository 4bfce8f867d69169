import { CreditCard, House, LifeBuoy } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import type { Area } from "@/components/layout/areas";
import { LiveProvider } from "@/components/live/live-provider";
import { requireSignedIn } from "@/lib/actions/context";
import { logOutAction } from "@/lib/auth/actions";
import { readsMoney } from "@/lib/companies/policy";
import { liveStart } from "@/lib/live/start";
import { routes } from "@/lib/routes";
import { readsCases } from "@/lib/threads/policy";

/** The staff side: the same frame with a quiet mark, and the rooms of one's roles. A client finds nothing here. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { brand, signedIn, viewer } = await requireSignedIn("staff");
  const { name, email } = signedIn.account;
  const areas: Area[] = [{ href: routes.staff, label: "Overview", icon: <House aria-hidden size={18} />, exact: true }];
  if (readsCases(viewer)) {
    areas.push({ href: routes.staffCases, label: "Cases", icon: <LifeBuoy aria-hidden size={18} /> });
  }
  if (readsMoney(viewer)) {
    areas.push({ href: routes.staffPayments, label: "Payments", icon: <CreditCard aria-hidden size={18} /> });
  }
  return (
    <AppShell brand={brand} areas={areas} account={{ name, email }} logOutAction={logOutAction} side="staff">
      {readsCases(viewer) && <LiveProvider {...liveStart(signedIn.sessionId)} />}
      {children}
    </AppShell>
  );
}
