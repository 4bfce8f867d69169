import type { Sandbox } from "@/scripts/demo/sandboxes/server";

export const EMAIL = {
  from: "Cimsoft Portal <portal@cimsoft.example>",
  to: "ap.clerk@keystone.example",
  subject: "Invoice INV-1001",
  html: "<p>Hello</p>",
  text: "Hello",
};

type Answer = { status: number; headers: Headers; body: unknown };

/** A request to the sandbox's API in this process, with a key unless `headers` says otherwise. */
export async function post(
  { app }: Sandbox,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await app.request(path, {
    method: "POST",
    headers: { Authorization: "Bearer re_test", "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
