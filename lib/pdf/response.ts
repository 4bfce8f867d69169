import { contentDisposition } from "@/lib/kit/content-disposition";

/**
 * A PDF that the browser shows and saves as `name` (without `.pdf`). No cache keeps it. It has the
 * Content-Security-Policy of pages: proxy.ts sets it, and a route cannot set another.
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
