import { describe, expect, it } from "vitest";
import { isOfSignature, type MailFile, nameOfFile, withPictures } from "./files";

const file = (over: Partial<MailFile> = {}): MailFile => ({
  ...{ name: "image001.png", type: "image/png", contentId: "image001.png@01DC" },
  ...over,
});

describe("the name of a mail's file", () => {
  it.each([
    ["", "application/pdf", "file.pdf"],
    [null, "Image/JPEG; name=", "file.jpg"],
    ["  ", "message/rfc822", "file.eml"],
    [null, "application/octet-stream", "file"],
    ['"a b.log"', "text/plain", "a b.log"],
    ["=?utf-8?Q?Gr=C3=B6=C3=9Fe.pdf?=", "application/pdf", "Größe.pdf"],
    ['"=?windows-1251?Q?=CE=F2=F7=B8=F2=2Epdf?="', "application/pdf", "Отчёт.pdf"],
    [null, "text/calendar; method=REPLY; charset=utf-8", "file.ics"],
    [null, "application/ms-tnef; name=", "file.dat"],
    [null, "application/pkcs7-mime; smime-type=enveloped-data", "file.p7m"],
  ])("written as %j of type %s is %s", (written, type, name) => {
    expect(nameOfFile(written, type)).toBe(name);
  });
});

describe("a file of a mail", () => {
  const text = { shown: "See below.", folded: "Robin Meyer\n[image001.png]" };

  it.each([
    ["a picture that only the signature shows", file(), text],
    ["a proof of S/MIME", file({ name: "smime.p7s", type: "application/pkcs7-signature", contentId: null }), text],
    ["a proof without its type", file({ name: "smime.p7s", type: "application/octet-stream", contentId: null }), text],
    ["a picture of a program that no text names", file({ contentId: null }), { shown: "See below.", folded: "" }],
    ["a proof of PGP", file({ name: "signature.asc", type: "application/pgp-signature", contentId: null }), text],
  ])("is of the signature where it is %s", (_what, one, texts) => {
    expect(isOfSignature(one, texts)).toBe(true);
  });

  it.each([
    ["a picture in what was said", file(), { shown: "Here: [image001.png]", folded: "[image001.png]" }],
    ["a picture with a name of its own", file({ name: "panel.png" }), { shown: "See the picture.", folded: "" }],
    ["a picture that is all there is", file(), { shown: "", folded: "[image001.png]" }],
    ["a leftover that may hold more files", file({ name: "winmail.dat", type: "application/ms-tnef" }), text],
    ["a sealed mail", file({ name: "smime.p7m", type: "application/pkcs7-mime", contentId: null }), text],
    ["the answer of a calendar", file({ name: "file.ics", type: "text/calendar", contentId: null }), text],
    ["any other file", file({ name: "trace.log", type: "text/plain" }), text],
  ])("was said where it is %s", (_what, one, texts) => {
    expect(isOfSignature(one, texts)).toBe(false);
  });
});

describe("a picture in the text", () => {
  it.each([
    ["by its id", "[cid:ii_abc@mail]", file({ name: "panel.png", contentId: "<ii_abc@mail>" }), "[panel.png]"],
    ["by its name before the sign", "[cid:image001.png@01DC5F00]", file({ contentId: null }), "[image001.png]"],
    ["in other letters", "[CID:IMAGE001.PNG@01DC]", file(), "[image001.png]"],
  ])("is called by its file's name, found %s", (_how, written, one, shown) => {
    expect(withPictures(`The panel ${written} is red.`, [one])).toBe(`The panel ${shown} is red.`);
  });

  it("that no file shows is left out", () => {
    expect(withPictures("Red. [cid:logo@x]", [])).toBe("Red. ");
  });
});
