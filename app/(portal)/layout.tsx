import { FileText, LayoutDashboard, ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import type { Area } from "@/components/layout/areas";
import { asViewer } from "@/lib/actions/context";
import { logOutAction } from "@/lib/auth/actions";
import { readsMoney } from "@/lib/companies/policy";
import { findCompany } from "@/lib/companies/queries";
import { routes } from "@/lib/routes";

/** The client's side. Only rooms that exist and that this contact may enter are in the navigation. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { brand, signedIn, viewer, company } = await asViewer("client", async (context, entered) => ({
    ...entered,
    company: await findCompany(context, context.viewer.companyId),
  }));
  const areas: Area[] = [
    { href: routes.dashboard, label: "Dashboard", icon: <LayoutDashboard aria-hidden size={18} /> },
  ];
  if (readsMoney(viewer)) {
    areas.push({ href: routes.invoices, label: "Invoices", icon: <ReceiptText aria-hidden size={18} /> });
    areas.push({ href: routes.estimates, label: "Estimates", icon: <FileText aria-hidden size={18} /> });
  }
  return (
    <AppShell
      brand={brand}
      areas={areas}
      account={{
        name: signedIn.account.name,
        email: signedIn.account.email,
        ...(company ? { detail: company.name } : {}),
      }}
      logOutAction={logOutAction}
      side="client"
    >
      {children}
    </AppShell>
  );
}
