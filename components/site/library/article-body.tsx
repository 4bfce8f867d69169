import type { ArticleText } from "@/db/schema/resource-constants";

const PARTS = [
  ["symptom", "Symptom"],
  ["cause", "Cause"],
  ["fix", "Fix"],
] as const;

/** The text of an article. It is plain text: whatever looks like markup is shown as it was typed. */
export function ArticleBody({ article }: { article: ArticleText }) {
  return (
    <div className="grid max-w-[70ch] gap-4">
      {PARTS.map(
        ([part, words]) =>
          article[part] !== "" && (
            <div key={part} className="grid gap-1">
              <h2 className="text-base font-semibold">{words}</h2>
              <p className="text-base whitespace-pre-wrap wrap-anywhere">{article[part]}</p>
            </div>
          ),
      )}
    </div>
  );
}
