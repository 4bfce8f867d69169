import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contacts, files } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { configuredReceiver, MailNotFetched, type ReceiveMail } from "@/lib/mail/inbound/resend";
import { arriveReply, attachment, filesOf, looseFiles, saidIn } from "./replies";
import { createPlant, handle, inboundRow, type Plant, type ResendWorld, startResend } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  plant = await createPlant();
});

const reply = (over?: object) => arriveReply(resend, plant, over);
const said = () => saidIn(plant.filed.id);

/** The provider's answers, with files that nobody can fetch. */
function withoutFiles(): ReceiveMail {
  const receive = configuredReceiver();
  if (!receive) throw new Error("expected mail to be on");
  return async (id, signal) => {
    const mail = await receive(id, signal);
    const open = () => Promise.reject(new MailNotFetched("a file is gone"));
    return mail && { ...mail, files: mail.files.map((file) => ({ ...file, open })) };
  };
}

describe("attachments of a reply by mail", () => {
  it("are stored with the message, their type found by content", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=",
      "base64",
    );
    const id = await reply({
      attachments: [attachment("../../panel.png", png), attachment("log\r\n.txt", "12:00 stop")],
    });
    const row = await handle(id);
    expect(row.state).toBe("joined");
    const kept = await filesOf(plant.filed.id);
    expect(
      kept.map(({ name, mediaType, sizeBytes, messageId }) => ({ name, mediaType, sizeBytes, messageId })),
    ).toEqual(
      expect.arrayContaining([
        { name: "panel.png", mediaType: "image/png", sizeBytes: png.byteLength, messageId: row.createdMessageId },
        expect.objectContaining({ sizeBytes: 10, messageId: row.createdMessageId }),
      ]),
    );
  });

  it("without text make a message", async () => {
    await handle(await reply({ text: "", attachments: [attachment("a.txt", "a")] }));
    expect(await said()).toMatchObject([{ body: "One file is attached." }]);
  });

  it("beyond the limits are left out and named", async () => {
    const large = attachment("film.mov", randomBytes(25 * 1024 * 1024 + 1));
    await handle(await reply({ attachments: [large, attachment("empty.txt", ""), attachment("a.txt", "a")] }));
    const [message] = await said();
    expect(message?.body).toContain("It is 2023 R2.");
    expect(message?.body).toContain("film.mov was not taken. A file can have at most 25 MB.");
    expect(message?.body).toContain("empty.txt was not taken.");
    expect((await filesOf(plant.filed.id)).map(({ name }) => name)).toEqual(["a.txt"]);

    const many = Array.from({ length: 22 }, (_, index) => attachment(`f${index}.txt`, String(index)));
    await handle(await reply({ text: "Many", attachments: many }));
    expect((await said()).at(-1)?.body).toContain("f20.txt was not taken. Attach at most 20");
    expect(await filesOf(plant.filed.id)).toHaveLength(21);
  });

  it("to a case that is full of files are left out, and the text is kept", async () => {
    const { filed, filer } = plant;
    await asSystem("test world", (db) =>
      db.insert(files).values({
        ...{
          id: randomBytes(24).toString("base64url"),
          brand: "cimsoft",
          uploaderKind: "contact",
          uploaderId: filer.id,
        },
        ...{
          threadId: filed.id,
          messageId: filed.id,
          name: "big.bin",
          sizeBytes: 200 * 1024 * 1024,
          scan: "not_scanned",
        },
        ...{ mediaType: "application/octet-stream", sha256: "x", attachedAt: new Date() },
      }),
    );
    expect((await handle(await reply({ attachments: [attachment("a.txt", "a")] }))).state).toBe("joined");
    expect((await said())[0]?.body).toMatch(/It is 2023 R2\.\n\na\.txt was not taken\. All files of one case/);
    expect(await looseFiles(filer.id)).toEqual([]);
  });

  it("that cannot be fetched hold the mail back up to the last try, and leave nothing stored", async () => {
    const { filer } = plant;
    const id = await reply({ attachments: [attachment("a.txt", "a"), attachment("b.txt", "b")] });
    const receive = withoutFiles();
    await expect(handle(id, { receive })).rejects.toMatchObject({ name: "MailNotFetched" });
    expect((await inboundRow(id)).state).toBe("received");
    expect(await looseFiles(filer.id)).toEqual([]);
    expect((await handle(id, { receive, lastAttempt: true })).state).toBe("joined");
    expect((await said())[0]?.body).toContain("a.txt was not taken.");
  });

  it("from somebody who may not write are not stored", async () => {
    const id = await reply({ attachments: [attachment("a.txt", "a")] });
    await asSystem("test world", (db) =>
      db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, plant.filer.id)),
    );
    await handle(id);
    const kept = await asSystem("test look", (db) =>
      db.select().from(files).where(eq(files.uploaderId, plant.filer.id)),
    );
    expect(kept).toEqual([]);
  });
});
