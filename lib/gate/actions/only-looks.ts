/** A browser that only prefetches, or a tool that asks only for the head: neither has opened anything. */
export function onlyLooks({ method, headers }: Request): boolean {
  return (
    method === "HEAD" ||
    /prefetch|prerender/i.test(`${headers.get("sec-purpose")} ${headers.get("purpose")} ${headers.get("x-moz")}`) ||
    headers.has("next-router-prefetch")
  );
}
