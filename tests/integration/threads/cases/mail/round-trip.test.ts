import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorker } from "@/lib/jobs/worker";
import { createStaff } from "@/tests/support/world";
import { createPlant, messagesOf, type ResendWorld, say, startResend } from "./support";

/* Runs the real worker, the sandbox's pages and the webhook between them, as the demo does. */

const PATIENCE = { timeout: 20_000, interval: 50 };
let resend: ResendWorld;
let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  resend = await startResend();
  worker = await startWorker();
});
afterAll(async () => {
  await worker.stop();
  await resend.close();
});

it("an agent's answer is mailed, the client answers in their inbox, and the agent is told", async () => {
  const { filed, filer } = await createPlant();
  const agent = await createStaff(["support_agent"]);
  const asked = await say(filed, agent, "Which version is it?");
  const answerMail = () => resend.inbox(filer.email).find(({ text }) => text?.includes("Which version is it?"));
  await expect.poll(answerMail, PATIENCE).toBeDefined();

  const form = new FormData();
  form.set("text", "It is 2023 R2.");
  form.set("file", new File(["12:00 stop"], "log.txt", { type: "text/plain" }));
  const mail = answerMail();
  const page = await fetch(`${resend.sandbox.url}/mail/${mail?.id}/reply`, { method: "POST", body: form });
  expect(await page.text()).toContain("Your reply is on its way.");

  await expect
    .poll(async () => (await messagesOf(filed.id)).map(({ body }) => body), PATIENCE)
    .toEqual(["It stops every morning.", "Which version is it?", "It is 2023 R2."]);
  const toAgent = () => resend.inbox(agent.email).find(({ text }) => text?.includes("It is 2023 R2."));
  await expect.poll(toAgent, PATIENCE).toBeDefined();
  expect(toAgent()?.text).toContain("log.txt (10 bytes)");
  expect(toAgent()?.headers?.["In-Reply-To"]).toContain(asked);
  expect(resend.sandbox.inbound.list()[0]).toMatchObject({
    to: [mail?.reply_to],
    from: expect.stringContaining(filer.email),
  });
});
