import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  agentRules: false,
  experimental: { agentUpgrade: false },
  // The packages are the portal's own: same Next, same React.
  turbopack: { root: path.resolve(import.meta.dirname, "../../..") },
};

export default config;
