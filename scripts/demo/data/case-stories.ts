import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import type { DemoPromise } from "./moments";

/** One message or note. `by`: a contact by the local part of their address, or `agent`. */
interface DemoLine {
  readonly by: string;
  /** Hours before now. */
  readonly hoursAgo: number;
  readonly text: string;
  /** An internal note of the agent. */
  readonly note?: boolean;
}

export interface DemoCase {
  readonly company: string;
  readonly subject: string;
  readonly product: string;
  readonly version: string | null;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly closeReason?: CloseReason;
  /** The case has no owner. */
  readonly unassigned?: boolean;
  readonly participants?: readonly string[];
  /** Whether the answer to the last line is late or due soon. */
  readonly promise?: DemoPromise;
  /** The first is the description. */
  readonly lines: readonly DemoLine[];
}

const historian = { product: "AVEVA Historian", version: "2023 R2" } as const;
const platform = { product: "AVEVA System Platform", version: "2023 R2 SP1" } as const;
const intouch = { product: "AVEVA InTouch HMI", version: "2023 R2" } as const;

export const CASE_STORIES: readonly DemoCase[] = [
  {
    ...{ company: "C-1001", ...historian, severity: "impaired", status: "waiting_on_you" },
    subject: "Historian loses ten minutes at every shift change",
    participants: ["maintenance"],
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 51,
        text: "Since the last update the retorts' temperature trends have a gap of about ten minutes at 6:00, 14:00 and 22:00.\n\nThe tags come from the OPC UA server on KF-OPC-02. Everything else on the same server is fine. The shift report job runs at the same times, if that matters.",
      },
      {
        by: "agent",
        hoursAgo: 49.5,
        text: "Thank you, Robin. Gaps that begin on the minute of a scheduled job usually mean that the collector waits for the same disk.\n\nTwo things would tell us more: the collector log of one gap (C:\\ProgramData\\Historian\\Logs, the file with the time in its name), and whether the gap moves when the shift report is started five minutes later.",
      },
      {
        by: "agent",
        hoursAgo: 49.4,
        note: true,
        text: "Same picture as at Blue Ridge in spring: report job and history blocks on one volume. If the log shows store-and-forward kicking in, send them the note about moving the blocks.",
      },
      {
        by: "plant.engineer",
        hoursAgo: 27,
        text: "The report now starts at 6:05, and today's gap began at 6:05. So it does follow the job. I will send the log when I am back at the plant.",
      },
      {
        by: "agent",
        hoursAgo: 25.8,
        text: 'That settles where to look. Until the log is here you can keep the data whole by setting the report job to low I/O priority in Task Scheduler; I have described the three clicks below.\n\n1. Open the job\'s properties, Conditions.\n2. Clear "Start only if idle".\n3. In Actions add /low to the command.\n\nOnce I have the log I can say whether moving the history blocks is worth an outage.',
      },
    ],
  },
  {
    ...{ company: "C-1001", ...platform, severity: "production_stopped", status: "in_progress", promise: "due" },
    subject: "Line 4 application engine does not start after a power dip",
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 3.2,
        text: 'We had a power dip. All nodes came back except the engine for line 4: it goes to "starting", stays there for two minutes and stops.\n\nLine 4 is down. Lines 1 to 3 run.',
      },
      {
        by: "agent",
        hoursAgo: 2.8,
        text: "I have it. Please do not redeploy yet: that would throw away the checkpoint file that we want to look at.\n\nCan you tell me whether the file with the engine's name and .ckp in the checkpoint folder has a size of zero?",
      },
      { by: "plant.engineer", hoursAgo: 2.4, text: "It has zero bytes. The one beside it from last night has 14 MB." },
    ],
  },
  {
    ...{ company: "C-1001", ...intouch, severity: "question", status: "new", unassigned: true },
    subject: "May two operator stations share one license during a swap?",
    lines: [
      {
        by: "maintenance",
        hoursAgo: 1.1,
        text: "We replace the station at the filler next Tuesday. For about an hour both the old and the new one will be on. Do we need another license for that hour?",
      },
    ],
  },
  {
    ...{ company: "C-1001", ...historian, severity: "impaired", status: "closed", closeReason: "solved" },
    subject: "Trend client shows times one hour off",
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 24 * 6 + 3,
        text: "All trends on the quality lab's PC are one hour late. The control room is right.",
      },
      {
        by: "agent",
        hoursAgo: 24 * 6 + 1,
        text: 'That PC does not adjust its clock by itself: "Set time zone automatically" is off and it stands on UTC-5 without daylight saving. Turn it on and start the trend client again.',
      },
      { by: "plant.engineer", hoursAgo: 24 * 5 + 4, text: "That was it. You can close this." },
    ],
  },
  {
    ...{ company: "C-1002", ...intouch, severity: "impaired", status: "waiting_on_you" },
    subject: "Alarm list is empty on one of four stations",
    lines: [
      {
        by: "controls",
        hoursAgo: 30,
        text: "Station 3 shows no alarms since its update, the other three do. Same project, same user.",
      },
      {
        by: "agent",
        hoursAgo: 28,
        text: 'Which alarm provider does station 3 query? In Window Viewer: Special, Alarm Configuration, the line "Alarm Query". A copy of that line from station 3 and from one that works would do.',
      },
    ],
  },
  {
    ...{ company: "C-1002", ...historian, severity: "question", status: "in_progress" },
    subject: "How much space for two more years of history?",
    lines: [
      {
        by: "controls",
        hoursAgo: 77,
        text: "We log 3,200 tags, most of them on change. What should we order for two more years?",
      },
      {
        by: "agent",
        hoursAgo: 73,
        text: "From your last health check: 41 GB a year at today's rate. Order 150 GB for two years and one year of headroom, and let us look at the ten busiest tags: two of them write four times a second.",
      },
      { by: "controls", hoursAgo: 26, text: "Understood. Which two are they?" },
    ],
  },
  {
    ...{ company: "C-1004", ...platform, severity: "impaired", status: "in_progress", promise: "late" },
    subject: "Deploy of one object fails with a version conflict",
    lines: [
      {
        by: "process",
        hoursAgo: 22,
        text: "When I deploy $PasteurizerUnit_2 the galaxy says that the object was changed by another version of the IDE. Nobody else has it open.",
      },
    ],
  },
  {
    ...{ company: "C-1006", ...platform, severity: "question", status: "new", unassigned: true },
    subject: "Supported Windows Server versions for next year's refresh",
    lines: [
      {
        by: "electrical",
        hoursAgo: 19,
        text: "We refresh the servers in March. Is Windows Server 2025 supported for both galaxy and historian nodes?",
      },
    ],
  },
  {
    ...{ company: "S-2001", ...historian, severity: "production_stopped", status: "waiting_on_you" },
    subject: "Unit 2 historian service stops every few minutes",
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 20.5,
        text: "The historian service of unit 2 stops every few minutes. We see no reason in the event log. The unit's emission report is due within hours.",
      },
      {
        by: "agent",
        hoursAgo: 20.1,
        text: "I am on it. To have the report safe first: please export the raw values of today now, while the service is up (the query is below). Then send me the two newest files of the service's log folder.",
      },
      { by: "plant.engineer", hoursAgo: 19.6, text: "The export is done, thank you. That took the pressure off." },
      {
        by: "agent",
        hoursAgo: 18.9,
        text: "Good. From the log you read to me over the phone it is the license check that ends the service: it finds the old server's name. Your account team mails you the new license file. Put it in place and tell me whether the service stays up for half an hour.",
      },
    ],
  },
  {
    ...{ company: "S-2001", ...intouch, severity: "question", status: "closed", closeReason: "solved" },
    subject: "Dark screens for the night shift",
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 24 * 40,
        text: "Is there a way to have dark screens at night without a second project?",
      },
      {
        by: "agent",
        hoursAgo: 24 * 39.5,
        text: 'Yes: a style library with two palettes and one script that switches it at shift change. The example in the product\'s documentation under "Element styles" does just that.',
      },
    ],
  },
  {
    ...{ company: "S-2002", ...platform, severity: "impaired", status: "in_progress", promise: "late" },
    subject: "Pump station 7 shows bad quality after the radio upgrade",
    participants: ["manager"],
    lines: [
      {
        by: "scada",
        hoursAgo: 46,
        text: "After the radio upgrade every tag of pump station 7 goes to bad quality for 20 to 40 seconds, some times an hour. The other stations got the same radios and are fine.",
      },
      {
        by: "agent",
        hoursAgo: 44,
        text: "Which poll interval and timeout does the driver have for station 7? If it still has the old radio's numbers it gives up before the new one has answered.",
      },
      {
        by: "scada",
        hoursAgo: 21,
        text: "500 ms and a timeout of one second, as all of them. I can change it on Thursday, when somebody is on site.",
      },
    ],
  },
  {
    ...{ company: "S-2003", ...intouch, severity: "question", status: "waiting_on_you" },
    subject: "Old recipes after a restore",
    lines: [
      {
        by: "plant.manager",
        hoursAgo: 70,
        text: "After restoring the loom HMI we see recipes from June. Where do the newer ones live?",
      },
      {
        by: "agent",
        hoursAgo: 66,
        text: "In the recipe database, which your backup leaves out. If the old disk is still there I can tell you how to bring them over. Is it?",
      },
    ],
  },
  {
    ...{ company: "S-2006", ...historian, severity: "impaired", status: "new", unassigned: true, promise: "due" },
    subject: "Replication to the corporate historian is four hours behind",
    lines: [
      {
        by: "it",
        hoursAgo: 0.7,
        text: "Tier 2 is four hours behind tier 1 and does not catch up. The line between the sites is idle.",
      },
    ],
  },
];

/** Short closed cases, so that the Historical tab has several pages: subject, question, answer. */
export const PAST_CASES: readonly (readonly [subject: string, asked: string, answered: string])[] = [
  [
    "License server asks for activation again",
    "After a BIOS update the license server wants to be activated again.",
    "The machine's fingerprint changed. Give it back with the return code in the tool, then activate with the same key.",
  ],
  [
    "Operator cannot acknowledge alarms",
    "One operator of the night shift cannot acknowledge alarms any more.",
    "The account had left the group when it was renamed. It is in the group again; sign out and in.",
  ],
  [
    "Export to Excel takes minutes",
    "The monthly export takes more than five minutes since the last update.",
    "The query asked for raw values. Cyclic retrieval with one value a minute gives the same chart in four seconds.",
  ],
  [
    "Symbol shows hash marks",
    "A number on the boiler screen shows ##### instead of the flow.",
    "The format had four digits and the flow has five. Widened in the template, so all twelve screens are right now.",
  ],
  [
    "Backup job fails on Sundays",
    "The galaxy backup fails every Sunday at 2:00.",
    "It meets the antivirus scan of the same folder. The folder is excluded now, and the job ran twice in a row.",
  ],
  [
    "Station clock drifts",
    "HMI-07 is three minutes ahead of the others.",
    "It was its own time source. It now follows the domain as the others do.",
  ],
];
