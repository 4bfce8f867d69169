import { House } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import { requireSignedIn } from "@/lib/actions/context";
import { logOutAction } from "@/lib/auth/actions";
import { routes } from "@/lib/routes";

/** The staff side: the same frame with a quiet mark. A client finds nothing here. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { brand, signedIn } = await requireSignedIn("staff");
  const { name, email } = signedIn.account;
  return (
    <AppShell
      brand={brand}
      areas={[{ href: routes.staff, label: "Overview", icon: <House aria-hidden size={18} />, exact: true }]}
      account={{ name, email }}
      logOutAction={logOutAction}
      side="staff"
    >
      {children}
    </AppShell>
  );
}
