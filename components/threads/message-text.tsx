import { TextLink } from "@/components/ui/text-link";
import { linkPieces } from "./text-links";

/** Text as its author typed it: line breaks kept, web addresses as links, HTML escaped. */
export function MessageText({ text }: { text: string }) {
  let at = 0;
  return (
    <div className="wrap-anywhere max-w-[70ch] whitespace-pre-wrap">
      {linkPieces(text).map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.href ? (
          <TextLink key={key} href={piece.href} rel="noopener noreferrer nofollow">
            {piece.text}
          </TextLink>
        ) : (
          piece.text
        );
      })}
    </div>
  );
}
