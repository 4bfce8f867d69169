import { defineRoute } from "@/lib/gate/actions/route";
import { brandFile } from "@/lib/site/brand-files/export";

/**
 * Icons, manifest, robots.txt and similar files for the host's brand. next.config.ts leads their well-known addresses
 * here.
 */
export const GET = defineRoute<"public", { file: string }>({
  name: "site.file",
  audience: "public",
  handle: async ({ brand }, _request, { file }) => {
    const found = await brandFile(brand, file);
    if (!found) return null;
    // Not public: brands have the same paths, and a shared cache may tell neither hosts apart nor forwarded ones.
    const headers = { "content-type": found.type, "cache-control": "private, max-age=3600" };
    return new Response(found.body, { headers });
  },
});
