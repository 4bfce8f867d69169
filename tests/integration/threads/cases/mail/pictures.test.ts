import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { readThread } from "@/lib/threads/queries";
import { clientViewer } from "@/tests/support/world";
import { createPlant, handle, type Plant, type ResendWorld, replyTo, startResend } from "./support";

let resend: ResendWorld;
let plant: Plant;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());
beforeEach(async () => {
  plant = await createPlant();
});

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";
const picture = (filename: string, content_id?: string) => ({
  ...{ filename, content: PIXEL, content_type: "image/png" },
  ...(content_id && { content_id }),
});

async function shown(over: object) {
  const to = await replyTo(plant.filed, plant.filer);
  expect((await handle(await resend.arrive({ from: plant.filer.email, to, ...over }))).state).toBe("joined");
  const page = await runAsViewer(clientViewer(plant.filer), "read", (context) =>
    readThread(context, plant.filed.id, { zone: "America/New_York" }),
  );
  const message = page?.items.findLast((item) => item.kind === "message");
  if (!message) throw new Error("expected a message");
  const names = (files: typeof message.files) => files.map(({ name }) => name).sort();
  return { body: message.body, files: names(message.files), folded: names(message.foldedFiles) };
}

describe("the files of a reply by mail", () => {
  it("are folded where they are pictures or proofs of the signature, and shown where they were said", async () => {
    const html = [
      `<p>The panel: <img src="cid:ii_1@mail"></p>`,
      `<p>Best regards,<br>Robin Meyer<br><img src="cid:logo@mail"></p>`,
    ].join("");
    const attachments = [
      picture("panel.png", "ii_1@mail"),
      picture("logo.png", "logo@mail"),
      { filename: "smime.p7s", content: "YQ==", content_type: "application/pkcs7-signature" },
      { filename: "trace.log", content: "YQ==", content_type: "text/plain" },
    ];
    expect(await shown({ html, attachments })).toEqual({
      body: "The panel: [panel.png]",
      files: ["panel.png", "trace.log"],
      folded: ["logo.png", "smime.p7s"],
    });
  });

  it("are shown where somebody put a photograph below the closing", async () => {
    const text = "See:\n\nRegards,\nDana\n[cid:i@mail]";
    expect(await shown({ text, attachments: [picture("IMG_0017.jpg", "i@mail")] })).toEqual({
      body: "See:\n\nRegards,\nDana\n[IMG_0017.jpg]",
      files: ["IMG_0017.jpg"],
      folded: [],
    });
  });

  it("are called by their decoded names, and nameless ones by their type", async () => {
    const attachments = [
      { filename: "=?iso-8859-1?Q?Pr=FCfbericht.pdf?=", content: "YQ==", content_type: "application/octet-stream" },
      { content: "YQ==", content_type: "text/csv" },
      { content: "YQ==", content_type: "message/rfc822" },
    ];
    expect((await shown({ text: "See these.", attachments })).files).toEqual([
      "Prüfbericht.pdf",
      "file.csv",
      "file.eml",
    ]);
  });

  it("are a message where a picture is all that was sent, and none where only a proof came", async () => {
    expect(await shown({ text: "", attachments: [picture("image001.png")] })).toMatchObject({
      files: ["image001.png"],
    });
    const to = await replyTo(plant.filed, plant.filer);
    const attachments = [{ filename: "smime.p7s", content: "YQ==", content_type: "application/pkcs7-signature" }];
    const proof = await resend.arrive({ from: plant.filer.email, to, text: "\n", attachments });
    expect(await handle(proof)).toMatchObject({ state: "held", note: "It says nothing." });
  });
});
