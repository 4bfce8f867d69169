import { setTimeout as delay } from "node:timers/promises";
import { type Answer, type Fields, fieldsOf, filled, formWith, PlainBrowser } from "../support/e2e/plain-browser";
import type { Demo } from "./demo";
import { Talk } from "./talk";

const PASSWORD = "Steel&Harbor27";
/** They write to cases of theirs; the last one pays invoices. */
const WRITERS = [
  { brand: "cimsoft", email: "plant.engineer@keystone.example" },
  { brand: "cimsoft", email: "automation@summitchemical.example" },
  { brand: "insource", email: "plant.engineer@tidewater.example" },
  { brand: "insource", email: "manager@harborview.example" },
] as const;
const PAYER = { brand: "cimsoft", email: "payables@blueridge.example" } as const;
/** They talk in a chat. */
const ASKER = { brand: "insource", email: "plant.engineer@tidewater.example" } as const;
const AGENT = { brand: "insource", email: "support.agent@portal.example" } as const;
const PAUSE_MS = 400;
const PAY_PAUSE_MS = 3_000;

type Person = { readonly brand: string; readonly email: string };

/** One thing that somebody asked the portal to do. */
export interface Deed {
  readonly kind: "message" | "payment" | "chat";
  /** Stands in the message; the id of the payment. */
  readonly mark: string;
  /** Whose it is, where one begins only when the one before was answered. */
  readonly writer: PlainBrowser;
  /** Milliseconds of `performance.now()`; null: never answered as done. */
  acknowledgedAt: number | null;
  readonly sentAt: number;
  /** Until the portal said anything at all. */
  answeredMs: number | null;
}

/** Answers to pages, for how long the portal was away and in what shape. */
export interface Look {
  readonly at: number;
  readonly milliseconds: number;
  /** 0: no answer. */
  readonly status: number;
}

/** People who write, pay and look at pages, all the time, and send a form again when nothing came back. */
export class Load {
  readonly deeds: Deed[] = [];
  readonly looks: Look[] = [];
  private running = true;
  private count = 0;
  private readonly walks: Promise<void>[] = [];

  constructor(private readonly demo: Demo) {}

  async begin(): Promise<void> {
    const writers: PlainBrowser[] = [];
    for (const person of WRITERS) {
      const browser = await this.signIn(person);
      const number = await this.caseToWriteTo(browser);
      if (number) {
        writers.push(browser);
        this.walk(PAUSE_MS, () => this.write(browser, number));
      }
    }
    const [first] = writers;
    if (!first) throw new Error("Nobody has a case to write to");
    const payer = await this.signIn(PAYER);
    this.walk(PAY_PAUSE_MS, () => this.pay(payer));
    const [asker, agent] = [await this.signIn(ASKER), await this.signIn(AGENT)];
    const talk = new Talk(asker, agent, (browser, address, form) => this.say("chat", browser, address, form));
    this.walk(PAUSE_MS, () => talk.clientWrites());
    this.walk(PAUSE_MS, () => talk.agentWrites());
    this.walk(100, () => this.look(first));
  }

  /** Settles when so many were done: a payment and both sides of the chat among them. */
  async reach(count: number): Promise<void> {
    const isReached = () => {
      const done = this.deeds.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
      const writersOf = (of: Deed["kind"]) =>
        new Set(done.filter(({ kind }) => kind === of).map(({ writer }) => writer));
      return done.length >= count && writersOf("payment").size === 1 && writersOf("chat").size === 2;
    };
    while (!isReached()) await delay(100);
  }

  async end(): Promise<void> {
    this.running = false;
    await Promise.all(this.walks);
  }

  private walk(pauseMs: number, step: () => Promise<void>): void {
    const walking = async () => {
      while (this.running) {
        await step().catch(() => {});
        await delay(pauseMs);
      }
    };
    this.walks.push(walking());
  }

  async signIn({ brand, email }: Person): Promise<PlainBrowser> {
    const { web, proxy } = this.demo.ports;
    const browser = new PlainBrowser(`http://${brand}.localhost:${web}`, String(proxy));
    const form = formWith((await browser.get("/login")).body, "password");
    const answer = await browser.post("/login", filled(form, { email, password: PASSWORD }));
    if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
    return browser;
  }

  /** The first case in the person's list that takes a message; null where there is none. */
  private async caseToWriteTo(browser: PlainBrowser): Promise<string | null> {
    const { body } = await browser.get("/cases");
    for (const number of new Set(body.match(/\bC-\d+/g))) {
      const page = await browser.get(`/cases/${number}`);
      if (/<textarea[^>]* name="body"/.test(page.body)) return number;
    }
    return null;
  }

  private async write(browser: PlainBrowser, number: string): Promise<void> {
    const page = await browser.get(`/cases/${number}`);
    if (page.status === 200) await this.say("message", browser, `/cases/${number}`, formWith(page.body, "body"));
  }

  private async say(kind: "message" | "chat", browser: PlainBrowser, address: string, form: Fields): Promise<void> {
    this.count += 1;
    const mark = `chaos-${this.count}-${Math.random().toString(36).slice(2, 8)}`;
    const fields = filled(form, { body: `All is noted, ${mark}.` });
    const deed = this.begun(kind, mark, browser);
    const answer = await this.untilAnswered(() => browser.post(address, fields));
    deed.answeredMs = performance.now() - deed.sentAt;
    if (answer?.status === 303) deed.acknowledgedAt = performance.now();
  }

  private begun(kind: Deed["kind"], mark: string, writer: PlainBrowser): Deed {
    const deed = { kind, mark, writer, acknowledgedAt: null, answeredMs: null, sentAt: performance.now() };
    this.deeds.push(deed);
    return deed;
  }

  private async pay(browser: PlainBrowser): Promise<void> {
    const list = await browser.get("/invoices?status=open&sort=-due");
    const number = fieldsOf(list.body).find(([name]) => name === "invoice")?.[1];
    if (!number) return;
    this.count += 1;
    const query = new URLSearchParams({
      "invoice[]": number,
      "amount[]": `${1 + (this.count % 9)}.${10 + (this.count % 89)}`,
    });
    const page = await browser.get(`/invoices/pay?${query}`);
    if (page.status !== 200) return;
    const fields: Fields = formWith(page.body, "paymentId");
    const mark = fields.find(([name]) => name === "paymentId")?.[1] ?? "";
    const deed = this.begun("payment", mark, browser);
    const answer = await this.untilAnswered(() => browser.post("/invoices/pay", fields));
    deed.answeredMs = performance.now() - deed.sentAt;
    if (answer?.status !== 303 || !answer.location?.startsWith(this.demo.sandbox)) return;
    const paid = await fetch(`${answer.location}/card`, { method: "POST", redirect: "manual" });
    if (paid.status < 400) deed.acknowledgedAt = performance.now();
  }

  private async look(browser: PlainBrowser): Promise<void> {
    const at = performance.now();
    const status = await browser.get("/dashboard").then(
      (answer) => answer.status,
      () => 0,
    );
    this.looks.push({ at, milliseconds: performance.now() - at, status });
  }

  /** The very same form again, as a person does who reads that the portal is away. Null when the load ends first. */
  private async untilAnswered(ask: () => Promise<Answer>): Promise<Answer | null> {
    for (;;) {
      const answer = await ask().catch(() => null);
      if (answer && answer.status < 500) return answer;
      if (!this.running) return null;
      await delay(300);
    }
  }
}
