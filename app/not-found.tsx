import type { Metadata } from "next";
import { Missing } from "@/components/layout/missing";
import { getBrand } from "@/lib/gate/brand/current";

export const metadata: Metadata = { title: "Page not found" };

export default async function NotFound() {
  const brand = await getBrand();
  return <Missing side="public" brand={brand && { name: brand.name, theme: brand.theme }} />;
}
