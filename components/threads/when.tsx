import { type ThreadItem, whenOf } from "@/lib/threads/types";

/** The time of day of an item. The full date and time are shown on hover. */
export function When({ item }: { item: ThreadItem }) {
  return (
    <time dateTime={item.at} title={whenOf(item)} className="tabular text-xs whitespace-nowrap text-muted">
      {item.hour}
    </time>
  );
}
