import type { NextConfig } from "next";

const config: NextConfig = {
  // One build for all processes; a second folder lets `npm run dev` run beside a production build.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  agentRules: false,
  // The image endpoint has been the door of several Next advisories; nothing here needs it.
  images: { unoptimized: true },
  deploymentId: process.env.DEPLOYMENT_ID,
  serverExternalPackages: ["fontkit", "graphile-worker", "pdfkit", "postgres", "pino"],
  allowedDevOrigins: ["cimsoft.localhost", "insource.localhost", "127.0.0.1"],
  // What every answer carries, whatever path; pages get their nonce policy from proxy.ts on top.
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
    // Forms are text; files go to a route handler.
    serverActions: { bodySizeLimit: "256kb" },
  },
};

export default config;
