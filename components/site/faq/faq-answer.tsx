import { Fragment } from "react";
import { TextLink } from "@/components/ui/text-link";
import { type FaqBlock, type FaqInline, wordsOf } from "@/lib/site/faq/rules";

/** The answer of one question: paragraphs, lists and steps. */
export function FaqAnswer({ blocks }: { blocks: readonly FaqBlock[] }) {
  return (
    <div className="grid max-w-[70ch] gap-3">
      {keyed(blocks, (block) => (block.kind === "text" ? keyOf(block.text) : keyOf(block.items[0] ?? []))).map(
        ([key, block]) => {
          if (block.kind === "text") {
            return (
              <p key={key}>
                <Inline parts={block.text} />
              </p>
            );
          }
          const List = block.kind === "steps" ? "ol" : "ul";
          return (
            <List
              key={key}
              className={`grid gap-2 pl-5 marker:text-muted ${block.kind === "steps" ? "list-decimal" : "list-disc"}`}
            >
              {keyed(block.items, keyOf).map(([itemKey, item]) => (
                <li key={itemKey} className="pl-1">
                  <Inline parts={item} />
                </li>
              ))}
            </List>
          );
        },
      )}
    </div>
  );
}

function Inline({ parts }: { parts: readonly FaqInline[] }) {
  return keyed(parts, wordsOf).map(([key, part]) => {
    if (typeof part === "string") return <Fragment key={key}>{part}</Fragment>;
    if ("strong" in part) return <strong key={key}>{part.strong}</strong>;
    return (
      <TextLink key={key} href={part.href}>
        {part.label}
      </TextLink>
    );
  });
}

const keyOf = (parts: readonly FaqInline[]) => parts.map(wordsOf).join("");

/** Each with a key from its words; an editor may have written the same words twice. */
function keyed<T>(list: readonly T[], keyOfOne: (one: T) => string): (readonly [string, T])[] {
  const times = new Map<string, number>();
  return list.map((one) => {
    const words = keyOfOne(one);
    const before = times.get(words) ?? 0;
    times.set(words, before + 1);
    return [`${before} ${words}`, one] as const;
  });
}
