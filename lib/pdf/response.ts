import { contentDisposition } from "@/lib/content-disposition";

/**
 * A PDF shown in the browser, named `name` (without `.pdf`) when it is saved. Kept by no cache. The policy lets the
 * document do nothing.
 */
export function pdfResponse(name: string, bytes: Buffer): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-length": String(bytes.length),
      "content-disposition": contentDisposition("inline", name, "pdf"),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    },
  });
}
