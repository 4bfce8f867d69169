import { Fragment } from "react";
import { TextLink } from "@/components/ui/text-link";
import type { FaqBlock, FaqInline } from "@/lib/site/faq/rules";

/** The answer of one question: paragraphs, lists and steps. */
export function FaqAnswer({ blocks }: { blocks: readonly FaqBlock[] }) {
  return (
    <div className="grid max-w-[70ch] gap-3">
      {blocks.map((block) => {
        if (block.kind === "text") {
          return (
            <p key={keyOf(block.text)}>
              <Inline parts={block.text} />
            </p>
          );
        }
        const List = block.kind === "steps" ? "ol" : "ul";
        return (
          <List
            key={keyOf(block.items[0] ?? [])}
            className={`grid gap-2 pl-5 marker:text-muted ${block.kind === "steps" ? "list-decimal" : "list-disc"}`}
          >
            {block.items.map((item) => (
              <li key={keyOf(item)} className="pl-1">
                <Inline parts={item} />
              </li>
            ))}
          </List>
        );
      })}
    </div>
  );
}

function Inline({ parts }: { parts: readonly FaqInline[] }) {
  return parts.map((part) => {
    if (typeof part === "string") return <Fragment key={part}>{part}</Fragment>;
    if ("strong" in part) return <strong key={part.strong}>{part.strong}</strong>;
    return (
      <TextLink key={part.label} href={part.href}>
        {part.label}
      </TextLink>
    );
  });
}

/** A key from the words, which differ between the parts of one answer. */
function keyOf(parts: readonly FaqInline[]): string {
  return parts.map((part) => (typeof part === "string" ? part : "strong" in part ? part.strong : part.label)).join("");
}
