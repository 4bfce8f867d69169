import { afterEach, expect, it } from "vitest";
import { type RunningSandbox, startSandbox } from "@/scripts/demo/sandboxes/server";
import { EMAIL, post } from "./test-support";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

let sandbox: RunningSandbox;
let told: { type: string; data: { email_id: string } }[];
afterEach(() => sandbox.close());

async function start(deliveries = true) {
  told = [];
  const send = async (request: Request) => {
    told.push((await request.json()) as (typeof told)[number]);
    return new Response(null);
  };
  sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    { deliveries, inbound: { webhookUrl: "http://portal.example/hook", webhookSecret: SECRET, send, pausesMs: [] } },
  );
}

async function send(to: string): Promise<string> {
  const { body } = await post(sandbox, "/emails", { ...EMAIL, to });
  await sandbox.outcomes.idle();
  return (body as { id: string }).id;
}

it.each([
  ["a@client.example", ["email.delivered"]],
  ["Robin <bounced@resend.dev>", ["email.bounced"]],
  ["bounced+robin@resend.dev", ["email.bounced"]],
  ["complained@resend.dev", ["email.delivered", "email.complained"]],
])("sends for a mail to %s the events %j", async (to, types) => {
  await start();
  const id = await send(to);
  expect(told.map(({ type }) => type)).toEqual(types);
  expect(told.every(({ data }) => data.email_id === id)).toBe(true);
});

it("sends the event chosen on the mail's page, and none where deliveries are off", async () => {
  await start();
  const id = await send("a@client.example");
  const choose = (mail: string, outcome: string) =>
    sandbox.app.request(`/mail/${mail}/outcome`, { method: "POST", body: new URLSearchParams({ outcome }) });
  expect((await choose(id, "complained")).status).toBe(303);
  await sandbox.outcomes.idle();
  expect(told.at(-1)).toMatchObject({ type: "email.complained", data: { email_id: id } });
  expect((await choose(id, "opened")).status).toBe(404);
  expect((await choose("nobodys", "bounced")).status).toBe(404);
  expect(await (await sandbox.app.request(`/mail/${id}`)).text()).toContain("Tell the portal");
  await sandbox.close();
  await start(false);
  const quiet = await send("a@client.example");
  expect(told).toEqual([]);
  expect(await (await sandbox.app.request(`/mail/${quiet}`)).text()).not.toContain("Tell the portal");
});
