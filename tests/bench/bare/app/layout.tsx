import type { ReactNode } from "react";

export const metadata = { title: "Bare" };

export default function BareLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
