import type { NextConfig } from "next";

/** Files of lib/site/brand-files/export.ts that stand at the root of a site. */
const SITE_FILES = [
  "favicon.ico",
  "icon.svg",
  "icon-192.png",
  "icon-512.png",
  "icon-square-512.png",
  "apple-touch-icon.png",
  "opengraph.png",
  "manifest.webmanifest",
  "robots.txt",
  "sitemap.xml",
  "security.txt",
];

const config: NextConfig = {
  // One build serves all processes; `npm run dev` uses a folder of its own, so that it can run beside a production
  // build.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // The title comes in the head for everybody, as it does for crawlers by default. Else the page may be shown and read
  // out before its title is there.
  htmlLimitedBots: /.*/,
  agentRules: false,
  // Several security advisories of Next were about the image endpoint; nothing here needs it.
  images: { unoptimized: true },
  deploymentId: process.env.DEPLOYMENT_ID,
  serverExternalPackages: ["date-holidays", "fontkit", "graphile-worker", "pdfkit", "postgres", "pino"],
  allowedDevOrigins: ["cimsoft.localhost", "insource.localhost", "127.0.0.1"],
  // Headers of every answer; proxy.ts adds the content security policy with its nonce to pages.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-frame-options", value: "DENY" },
        { key: "referrer-policy", value: "strict-origin-when-cross-origin" },
      ],
    },
    {
      source: "/api/:path*",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'; sandbox" }],
    },
  ],
  // Names that browsers and tools know by themselves; each brand's host answers with its own.
  rewrites: async () => ({
    beforeFiles: [
      ...SITE_FILES.map((file) => ({ source: `/${file}`, destination: `/api/site/${file}` })),
      { source: "/.well-known/security.txt", destination: "/api/site/security.txt" },
      { source: "/.well-known/change-password", destination: "/api/change-password" },
    ],
  }),
  experimental: {
    agentUpgrade: false,
    authInterrupts: true,
    // In seconds: how old a page may be that was fetched when the pointer rested on its link. Next allows no less.
    staleTimes: { static: 30 },
    // Actions take text only: files go to a route handler.
    serverActions: { bodySizeLimit: "256kb" },
  },
};

export default config;
