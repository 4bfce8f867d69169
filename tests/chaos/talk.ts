import { type Fields, filled, formSaying, formWith, type PlainBrowser } from "../support/e2e/plain-browser";

/** Sends what was written, with a mark of its own in it, until it is answered. */
type Say = (browser: PlainBrowser, address: string, form: Fields) => Promise<void>;

/** Begins a chat, or goes on with the one that is open. Null while the portal is away. */
async function openChat(client: PlainBrowser): Promise<string | null> {
  const page = await client.get("/chat");
  const open = numberIn(page.location);
  if (open || page.status !== 200) return open;
  const product = /<select[^>]* name="product"[\s\S]*?<option value="([^"]+)"/.exec(page.body)?.[1] ?? "";
  const form = filled(formWith(page.body, "description"), { subject: "Chaos", description: "Are you there?" });
  const begun = await client.post("/chat", [...form, ["product", product]]);
  return numberIn(begun.location);
}

const numberIn = (address: string | null) => /\/chat\/([A-Z]+-\d+)/.exec(address ?? "")?.[1] ?? null;

/** A client and an agent who talk in a chat. The agent takes it again whenever it has come back to the queue. */
export class Talk {
  private number: string | null = null;

  constructor(
    private readonly client: PlainBrowser,
    private readonly agent: PlainBrowser,
    private readonly say: Say,
  ) {}

  async clientWrites(): Promise<void> {
    this.number = await openChat(this.client);
    if (this.number) await this.write(this.client, `/chat/${this.number}`);
  }

  async agentWrites(): Promise<void> {
    if (!this.number) return;
    const address = `/staff/chat/${this.number}`;
    const { body } = await this.agent.get(address);
    const take = formSaying(body, "Take", this.number);
    if (take) await this.agent.post(address, take);
    await this.write(this.agent, address);
  }

  private async write(browser: PlainBrowser, address: string): Promise<void> {
    const { body } = await browser.get(address);
    if (/<textarea[^>]* name="body"/.test(body)) await this.say(browser, address, formWith(body, "body"));
  }
}
