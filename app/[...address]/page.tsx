import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import PortalLayout from "@/app/(portal)/layout";
import PortalNotFound from "@/app/(portal)/not-found";
import NotFound from "@/app/not-found";
import Forbidden from "@/app/staff/forbidden";
import StaffLayout from "@/app/staff/layout";
import StaffNotFound from "@/app/staff/not-found";
import { getSession } from "@/lib/gate/auth/session";
import { answerWith } from "@/lib/gate/door/asked";
import { REFUSAL_HEADER } from "@/lib/gate/door/door";

async function isForbidden(): Promise<boolean> {
  return (await headers()).get(REFUSAL_HEADER) === "403";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await isForbidden()) ? "For another role" : "Page not found", robots: { index: false } };
}

/**
 * Shows that there is no page at this address, or that the viewer's role may not open it. It is rendered on the server,
 * inside the layout of whoever asks.
 */
export default async function NoAddressPage() {
  const signedIn = await getSession();
  const isStaff = signedIn?.viewer.kind === "staff";
  const forbidden = isStaff && (await isForbidden());
  answerWith(forbidden ? 403 : 404);
  if (!signedIn) return <NotFound />;
  if (!isStaff) {
    return (
      <PortalLayout>
        <Refused>
          <PortalNotFound />
        </Refused>
      </PortalLayout>
    );
  }
  return (
    <StaffLayout>
      <Refused>{forbidden ? <Forbidden /> : <StaffNotFound />}</Refused>
    </StaffLayout>
  );
}

/** Marks the page for components/ui/reload: Next finds another one at the address that the browser shows. */
const Refused = ({ children }: { children: ReactNode }) => (
  <div className="contents" data-refused="">
    {children}
  </div>
);
