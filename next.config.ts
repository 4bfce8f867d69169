import type { NextConfig } from "next";

const config: NextConfig = {
  // One build serves all processes; `npm run dev` uses a folder of its own, so that it can run beside a production
  // build.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  agentRules: false,
  // Several security advisories of Next were about the image endpoint; nothing here needs it.
  images: { unoptimized: true },
  deploymentId: process.env.DEPLOYMENT_ID,
  serverExternalPackages: ["fontkit", "graphile-worker", "pdfkit", "postgres", "pino"],
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
