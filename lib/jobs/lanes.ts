import type { TaskList } from "graphile-worker";

/** A class of jobs with slots of its own, so that it goes on however long the jobs of another class wait. */
export interface Lane {
  readonly name: string;
  /** The first characters of its tasks' names. Empty: all tasks that no other lane takes. */
  readonly tasks: readonly string[];
  readonly slots: number;
}

/**
 * Jobs for Stripe, for sending mail, for receiving mail, for pagers and for links wait for services of other companies,
 * so each has its own lane. Documents are read in processes of their own, which take their time. The rest waits for the
 * database only.
 */
export const LANES: readonly Lane[] = [
  { name: "payments", tasks: ["stripe."], slots: 3 },
  { name: "mail", tasks: ["mail.send", "mail.resume"], slots: 3 },
  { name: "inbound", tasks: ["mail.inbound", "mail.files"], slots: 2 },
  // One at a time: a document may take half a minute and much memory to read.
  { name: "documents", tasks: ["library.read"], slots: 1 },
  { name: "pager", tasks: ["pager."], slots: 1 },
  { name: "links", tasks: ["links."], slots: 1 },
  { name: "rest", tasks: [], slots: 3 },
];

export const LANE_NAMES = LANES.map(({ name }) => name);

const takes = ({ tasks }: Lane, task: string) => tasks.some((beginning) => task.startsWith(beginning));

/** The tasks of one lane. Each task belongs to exactly one lane. */
export function tasksOf(lane: Lane, all: TaskList): TaskList {
  const isMine = (task: string) =>
    lane.tasks.length > 0 ? takes(lane, task) : !LANES.some((other) => takes(other, task));
  return Object.fromEntries(Object.entries(all).filter(([task]) => isMine(task)));
}
