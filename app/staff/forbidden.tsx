import type { Metadata } from "next";
import { NoEntry } from "@/components/layout/no-entry";
import { getBrand } from "@/lib/gate/brand/current";

export const metadata: Metadata = { title: "For another role" };

/**
 * For staff only: a client who opens an address of the staff side sees that there is no such page. It is shown inside
 * the layout of the staff side.
 */
export default async function Forbidden() {
  return <NoEntry mailbox={(await getBrand())?.supportMailbox ?? null} />;
}
