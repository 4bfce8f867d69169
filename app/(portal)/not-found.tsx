import type { Metadata } from "next";
import { Missing } from "@/components/layout/missing";
import { getBrand } from "@/lib/gate/brand/current";

export const metadata: Metadata = { title: "Page not found" };

export default async function PortalNotFound() {
  return <Missing side="client" mailbox={(await getBrand())?.supportMailbox ?? null} />;
}
