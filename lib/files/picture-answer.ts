/**
 * Answers a picture that the portal encoded, in the size that the address asks for; null where there is none. Another
 * picture has another id, so browsers may keep it. Not public: brands have the same paths.
 */
export async function pictureAnswer(
  request: Request,
  read: (size: "small" | "large") => Promise<Buffer | null>,
): Promise<Response | null> {
  const size = new URL(request.url).searchParams.get("size") === "small" ? "small" : "large";
  const image = await read(size);
  if (!image) return null;
  return new Response(request.method === "HEAD" ? null : new Uint8Array(image), {
    headers: {
      "content-type": "image/webp",
      "content-length": String(image.length),
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
}
