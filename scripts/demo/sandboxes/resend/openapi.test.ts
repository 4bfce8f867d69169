import type { ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSandbox } from "@/scripts/demo/sandboxes/server";
import { sendEmailSchema } from "./email-schema";
import description from "./openapi-fixture.json";
import { EMAIL, post } from "./test-support";

type SchemaName = keyof typeof description.components.schemas;

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: "resend", ...description });

const compiled = new Map<SchemaName, ValidateFunction>();

function problems(name: SchemaName, value: unknown): unknown {
  const validate = compiled.get(name) ?? ajv.compile({ $ref: `resend#/components/schemas/${name}` });
  compiled.set(name, validate);
  return validate(value) ? [] : validate.errors;
}

const FULL = {
  ...EMAIL,
  to: ["Ann <a@b.example>", "c@d.example"],
  cc: ["e@f.example"],
  bcc: "g@h.example",
  reply_to: "support@cimsoft.example",
  headers: { References: "<1@b.example>" },
  scheduled_at: "2026-12-01T10:00:00Z",
  tags: [{ name: "kind", value: "reset" }],
  attachments: [{ filename: "a.txt", content: "YQ==" }],
};

describe("the sandbox against Resend's own description", () => {
  it("knows exactly the parameters described, and requires all that are required", () => {
    const { properties, required } = description.components.schemas.SendEmailRequest;
    expect(Object.keys(sendEmailSchema.shape).sort()).toEqual(Object.keys(properties).sort());
    for (const field of required) {
      expect(sendEmailSchema.safeParse({ ...FULL, [field]: undefined }).success).toBe(false);
    }
  });

  it("accepts no body that the description refuses", () => {
    const odd = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.object(),
    );
    const mostly = (usual: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });
    const addresses = fc.constantFrom<unknown>("a@b.example", ["A <a@b.example>", "c@d.example"], [], "root", [1]);
    const body = fc.record(
      {
        from: mostly(fc.constant("A <a@b.example>")),
        to: mostly(addresses),
        subject: mostly(fc.string()),
        html: mostly(fc.string()),
        text: mostly(fc.string()),
        cc: mostly(addresses),
        reply_to: mostly(addresses),
        headers: mostly(fc.dictionary(fc.constantFrom("X-A", "X-B"), fc.string())),
        tags: mostly(fc.constant([{ name: "a", value: "b" }])),
        attachments: mostly(fc.constant([{ content: "YQ==" }])),
        scheduled_at: mostly(fc.constant("2026-12-01T10:00:00Z")),
      },
      { requiredKeys: ["from", "to", "subject", "html"] },
    );
    let accepted = 0;
    fc.assert(
      fc.property(body, (value) => {
        if (!sendEmailSchema.safeParse(value).success) return;
        accepted += 1;
        expect(problems("SendEmailRequest", value)).toEqual([]);
      }),
      { numRuns: 2_000, seed: 20261121 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it("answers a send, a batch and a retrieval as described, without other properties", async () => {
    const sandbox = createSandbox();
    expect(problems("SendEmailRequest", FULL)).toEqual([]);

    const sent = await post(sandbox, "/emails", FULL);
    expect(problems("SendEmailResponse", sent.body)).toEqual([]);
    expect(Object.keys(sent.body as object)).toEqual(["id"]);

    const batch = await post(sandbox, "/emails/batch", [EMAIL, EMAIL]);
    expect(problems("CreateBatchEmailsResponse", batch.body)).toEqual([]);
    expect(Object.keys(batch.body as object)).toEqual(["data"]);

    const { id } = sent.body as { id: string };
    const response = await sandbox.app.request(`/emails/${id}`, { headers: { Authorization: "Bearer re_test" } });
    const email: unknown = await response.json();
    expect(problems("Email", email)).toEqual([]);
    // Newer than the published description, taken from the SDK's types.
    const described = new Set([
      ...Object.keys(description.components.schemas.Email.properties),
      "scheduled_at",
      "tags",
    ]);
    expect(Object.keys(email as object).filter((key) => !described.has(key))).toEqual([]);
  });
});
