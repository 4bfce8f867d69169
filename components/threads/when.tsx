import { type ThreadItem, whenOf } from "@/lib/threads/types";

/** The hour of an item, with its whole moment on hover. */
export function When({ item }: { item: ThreadItem }) {
  return (
    <time dateTime={item.at} title={whenOf(item)} className="tabular text-xs whitespace-nowrap text-muted">
      {item.hour}
    </time>
  );
}
