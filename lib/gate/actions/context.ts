import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { type ClientViewer, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { renderReads } from "@/lib/gate/auth/render-reads";
import { getSession } from "@/lib/gate/auth/session";
import type { SignedIn } from "@/lib/gate/auth/types";
import { requireBrand } from "@/lib/gate/brand/current";
import type { Brand } from "@/lib/gate/brand/types";
import { noted } from "@/lib/gate/door/asked";
import { routes } from "@/lib/routes";
import { PATH_HEADER } from "./path-header";

export type Audience = "client" | "staff";

interface ViewerOf {
  client: ClientViewer;
  staff: StaffViewer;
}

export interface Entered<A extends Audience> {
  readonly brand: Brand;
  readonly signedIn: SignedIn;
  readonly viewer: ViewerOf[A];
}

/**
 * The gate of a page or layout. People who are signed out go to sign-in and come back. Staff who open a client's page
 * go to the staff pages. A client who opens a staff page gets "not found". Administrators who look at the portal as a
 * client sees it are that client here, with transactions that write nothing.
 */
async function requireSignedIn<A extends Audience>(audience: A): Promise<Entered<A>> {
  const brand = await requireBrand();
  const signedIn = await getSession();
  if (!signedIn) {
    const path = (await headers()).get(PATH_HEADER);
    redirect(path ? `${routes.login}?next=${encodeURIComponent(path)}` : routes.login);
  }
  if (signedIn.viewer.kind !== audience) {
    if (audience === "client") redirect(routes.staff);
    // Staff rooms are closed until the look as a client has ended.
    if (signedIn.viewing) redirect(routes.dashboard);
    notFound();
  }
  return { brand, signedIn, viewer: signedIn.viewer as ViewerOf[A] };
}

/**
 * Reads data for a page or a layout: the gate, then the read-only transaction of the render in the viewer's role, so
 * that a list and its total are one snapshot. The context cannot be used after `work`.
 */
export async function asViewer<A extends Audience, T>(
  audience: A,
  work: (context: Context<ViewerOf[A]>, entered: Entered<A>) => Promise<T>,
): Promise<T> {
  const entered = await requireSignedIn(audience);
  const { viewer } = entered;
  const reads = renderReads();
  const read = (context: Context<ViewerOf[A]>) => work(context, entered);
  return noted(() => (reads ? reads.asViewer(viewer, read) : runAsViewer(viewer, "read", read)));
}
