/** A browser that only looks ahead, and a tool that asks for the head, have not opened anything. */
export function onlyLooks({ method, headers }: Request): boolean {
  return (
    method === "HEAD" ||
    /prefetch|prerender/i.test(`${headers.get("sec-purpose")} ${headers.get("purpose")} ${headers.get("x-moz")}`) ||
    headers.has("next-router-prefetch")
  );
}
