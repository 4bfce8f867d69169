import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { accentStyle } from "@/components/layout/accent";
import { Navigation } from "@/components/layout/navigation";
import { Reloader } from "@/components/ui/reloader";
import { getBrand } from "@/lib/gate/brand/current";
import { buildId } from "@/lib/gate/build";
import { THEME_COOKIE, themeOf } from "@/lib/site/appearance/rules";

export async function generateMetadata(): Promise<Metadata> {
  const brand = await getBrand();
  if (!brand) return { title: "Page not found", robots: { index: false } };
  return {
    metadataBase: new URL(brand.origin),
    title: { default: `${brand.name} Client Portal`, template: `%s · ${brand.name} Client Portal` },
    applicationName: `${brand.name} Client Portal`,
    manifest: "/manifest.webmanifest",
    icons: {
      icon: [
        { url: "/favicon.ico", sizes: "32x32" },
        { url: "/icon.svg", type: "image/svg+xml" },
      ],
      apple: "/apple-touch-icon.png",
    },
    // Numbers in invoices and cases must not turn into telephone links on phones.
    formatDetection: { telephone: false, address: false, email: false },
  };
}

const CANVAS = { light: "#f9fafb", dark: "#0d1015" } as const;

async function chosenTheme() {
  return themeOf((await cookies()).get(THEME_COOKIE)?.value);
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    colorScheme: theme === "system" ? "light dark" : theme,
    themeColor:
      theme === "system"
        ? [
            { media: "(prefers-color-scheme: light)", color: CANVAS.light },
            { media: "(prefers-color-scheme: dark)", color: CANVAS.dark },
          ]
        : CANVAS[theme],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the headers makes every page render on request: the CSP's nonce is new each time, so no page may be static.
  await headers();
  const brand = await getBrand();
  const theme = await chosenTheme();
  return (
    <html
      lang="en-US"
      data-build={buildId()}
      style={brand ? accentStyle(brand.theme) : undefined}
      {...(theme === "system" ? {} : { "data-theme": theme })}
      // A script changes the theme of an open page, which React must not undo.
      suppressHydrationWarning
    >
      <body>
        {children}
        <Navigation />
        <Reloader />
      </body>
    </html>
  );
}
