import type { Job, JobHelpers } from "graphile-worker";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RetryLater } from "@/lib/errors";
import { ScannerUnavailable } from "@/lib/files/scanner/unavailable";
import { log } from "@/lib/log";
import { MailNotFetched } from "@/lib/mail/inbound/resend";
import { StripeUnreachable } from "@/lib/money/payments/stripe/faults";
import { safely } from "./safely";

const SECRET = "robin.meyer@client.example";

/** Runs a task that throws `error`. Returns what the queue gets, and what is logged. */
async function outcomeOf(error: unknown) {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
  const fault = vi.spyOn(log, "error").mockImplementation(() => {});
  const helpers = { job: { id: "7", attempts: 2 } as Job } as JobHelpers;
  const task = safely("mail.send", () => Promise.reject(error));
  const thrown = await Promise.resolve(task({}, helpers)).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { thrown, warned: warn.mock.calls, failed: fault.mock.calls };
}

beforeEach(() => {
  vi.restoreAllMocks();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a job that is to be tried again", () => {
  it.each([
    [new RetryLater("a mail waits for its next try", "429"), "a mail waits for its next try", "429"],
    [new MailNotFetched("no answer"), "a received mail is asked for again later", "no answer"],
    [new StripeUnreachable("timeout"), "Stripe is asked again later", "timeout"],
    [new ScannerUnavailable("no answer in time"), "a file waits for the scanner", "no answer in time"],
  ])("is a warning with its own words, and the queue gets its reason: %#", async (error, words, reason) => {
    const { thrown, warned, failed } = await outcomeOf(error);
    expect(thrown).toBe(error);
    expect(warned).toEqual([[{ task: "mail.send", job: "7", reason }, words]]);
    expect(failed).toEqual([]);
  });
});

describe("a job that failed", () => {
  const query = Object.assign(new Error(`Failed query: select … params: ${SECRET}`), {
    cause: Object.assign(new Error(`Key (email)=(${SECRET}) already exists`), {
      code: "23505",
      constraint_name: "contacts_email",
    }),
  });

  it.each([
    ["of the database", query, "mail.send failed: DatabaseError"],
    ["of our own", new TypeError(`${SECRET} is not a function`), "mail.send failed: TypeError"],
    ["that is none", SECRET, "mail.send failed: unknown"],
  ])("is an error, and the queue gets the name of a fault %s alone", async (_whose, error, message) => {
    const { thrown, warned, failed } = await outcomeOf(error);
    expect(thrown).toMatchObject({ message });
    expect(String(thrown)).not.toContain(SECRET);
    expect((thrown as Error).cause).toBeUndefined();
    expect(warned).toEqual([]);
    expect(failed).toEqual([[{ task: "mail.send", job: "7", attempt: 2, err: error }, "a job failed"]]);
  });
});
