import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeParameter, decodeWords } from "./encoded-words";

describe("the name of a mail's file, as its header holds it", () => {
  it.each([
    ["=?iso-8859-1?Q?Pr=FCfbericht.pdf?=", "Prüfbericht.pdf"],
    ["=?UTF-8?B?UHLDvGZiZXJpY2h0LnBkZg==?=", "Prüfbericht.pdf"],
    ["=?utf-8?q?Pr=C3=BC?= =?utf-8?q?fung_1.pdf?=", "Prüfung 1.pdf"],
    ["=?utf-8?B?ww==?= =?utf-8?B?vA==?=.log", "ü.log"],
    ["=?utf-8*de?Q?Gr=C3=B6=C3=9Fe?= 7.pdf", "Größe 7.pdf"],
    ["UTF-8''Pr%C3%BCfung%20%E2%82%AC.pdf", "Prüfung €.pdf"],
    ["iso-8859-1'de'Gr%F6%DFe.pdf", "Größe.pdf"],
    ["=?koi8-r?B?7tXNxdI=?=.txt", "Нумер.txt"],
    ["=?ISO-2022-JP?B?GyRCRUA4IUpzOXAbKEIucGRm?=", "点検報告.pdf"],
    ["=?gb18030?B?vOzR6bGouOYucGRm?=", "检验报告.pdf"],
    ["=?windows-1251?B?zvL3uPIucGRm?=", "Отчёт.pdf"],
    ["=?windows-1251?Q?=CE=F2=F7=B8=F2=2Epdf?=", "Отчёт.pdf"],
    ["windows-1251''%CE%F2%F7%B8%F2%2E%70%64%66", "Отчёт.pdf"],
    ["=?cp932?B?k1+Mny54bHN4?=", "点検.xlsx"],
    ["=?CP950?B?wMvF5y5kb2M=?=", "檢驗.doc"],
    ["=?ks_c_5601-1987?B?uriw7bytLmh3cA==?=", "보고서.hwp"],
    ["=?iso-8859-2?B?WnBy4XZhIOguIDcucGRm?=", "Zpráva č. 7.pdf"],
    ["=?koi8-u?B?+tem1C50eHQ=?=", "Звіт.txt"],
    ["UTF-8'en-us'%E2%82%AC%20rates.csv", "€ rates.csv"],
  ])("%s is decoded", (written, name) => {
    expect(decodeParameter(written)).toBe(name);
  });

  it.each(["=?x-nobody-knows?Q?a=FC?=", "50% of it.pdf", "O'Neil's 20% off.pdf", "a=?b?=c", "log.txt"])(
    "%s stays as it is",
    (written) => {
      expect(decodeParameter(written)).toBe(written);
    },
  );

  it("is any text again, however it was encoded and cut into words", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (name, size) => {
          const bytes = Buffer.from(name);
          const words = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => {
            const part = bytes.subarray(index * size, (index + 1) * size);
            return index % 2 === 0
              ? `=?UTF-8?B?${part.toString("base64")}?=`
              : `=?utf-8?Q?${[...part].map((byte) => `=${byte.toString(16).padStart(2, "0")}`).join("")}?=`;
          });
          expect(decodeWords(words.join("\r\n "))).toBe(name);
        },
      ),
    );
  });
});
