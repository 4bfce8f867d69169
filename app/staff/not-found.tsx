import type { Metadata } from "next";
import { Missing } from "@/components/layout/missing";

export const metadata: Metadata = { title: "Page not found" };

export default function StaffNotFound() {
  return <Missing side="staff" />;
}
