import { contentDisposition } from "@/lib/kit/content-disposition";

/**
 * A PDF shown in the browser, named `name` (without `.pdf`) when it is saved. Kept by no cache.
 * The policy of pages goes out with it: proxy.ts sets it, and a route cannot set another.
 */
export function pdfResponse(name: string, bytes: Buffer): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-length": String(bytes.length),
      "content-disposition": contentDisposition("inline", name, "pdf"),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
