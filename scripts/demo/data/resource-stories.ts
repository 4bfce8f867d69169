import type { ResourceAudience, ResourceKind } from "@/db/schema/resource-constants";

export interface DemoVersion {
  readonly label: string;
  /** How long ago it came out. */
  readonly daysAgo: number;
  readonly url?: string;
  readonly file?: { readonly name: string; readonly paragraphs: readonly string[] };
}

export interface DemoResource {
  readonly title: string;
  readonly summary: string;
  readonly kind: ResourceKind;
  readonly audience: ResourceAudience;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly uses: number;
  /** The oldest first. */
  readonly versions: readonly DemoVersion[];
}

/** Six of each brand: open to everyone, for support clients alone, and for who has the Historian subscription. */
export const RESOURCE_STORIES: readonly DemoResource[] = [
  {
    title: "Historian: daily operation",
    summary: "How to watch storage, tags and clients of a historian, and what to look at before you file a case.",
    kind: "manual",
    audience: "everyone",
    product: "AVEVA Historian",
    productVersion: "2023 R2",
    uses: 41,
    versions: [
      {
        label: "Rev. B",
        daysAgo: 210,
        file: {
          name: "historian-daily-operation-rev-b.pdf",
          paragraphs: [
            "Look at the free space of the circular storage each morning.",
            "Keep a tenth of the disk free.",
          ],
        },
      },
      {
        label: "Rev. C",
        daysAgo: 19,
        file: {
          name: "historian-daily-operation-rev-c.pdf",
          paragraphs: [
            "Look at the free space of the circular storage each morning, and at the alternate storage once a week.",
            "Keep a fifth of the disk free: snapshots of tags are written in bursts after a store-and-forward outage.",
            "When a client shows gaps, compare the time of the engine with that of the historian before anything else.",
          ],
        },
      },
    ],
  },
  {
    title: "Before you upgrade InTouch HMI",
    summary: "A checklist for the week before: licenses, window backups, scripts and the way back.",
    kind: "guide",
    audience: "everyone",
    product: "AVEVA InTouch HMI",
    productVersion: "2023 R2 SP1",
    uses: 28,
    versions: [
      {
        label: "June",
        daysAgo: 60,
        file: {
          name: "before-you-upgrade-intouch.docx",
          paragraphs: [
            "Before you upgrade InTouch HMI",
            "1. Export the tagname dictionary, and keep it beside the backup of the windows.",
            "2. Note which scripts call ActiveX controls: they are compiled again.",
            "3. Try the way back once, on a spare node, before the day itself.",
          ],
        },
      },
    ],
  },
  {
    title: "System Platform 2023 R2 SP1: release notes",
    summary: "What is new, what was corrected, and what to mind in galaxies with redundant engines.",
    kind: "release_notes",
    audience: "support",
    product: "AVEVA System Platform",
    productVersion: "2023 R2 SP1",
    uses: 17,
    versions: [
      {
        label: "2023 R2 SP1",
        daysAgo: 6,
        file: {
          name: "system-platform-2023-r2-sp1-release-notes.pdf",
          paragraphs: [
            "Redundant engines fail over without losing alarms that were acknowledged in the last scan.",
            "The platform manager no longer waits for a node that was decommissioned.",
          ],
        },
      },
    ],
  },
  {
    title: "Bring a redundant pair back into service",
    summary: "Step by step after both nodes were down: which starts first, and how to see that they agree.",
    kind: "guide",
    audience: "support",
    product: "AVEVA System Platform",
    productVersion: null,
    uses: 33,
    versions: [
      {
        label: "Rev. A",
        daysAgo: 95,
        file: {
          name: "redundant-pair-back-into-service.pdf",
          paragraphs: [
            "Start the node that was active last, and wait until its engines are on scan.",
            "Do not force the arbitration: a quorumless start leaves two active engines, and both write to the field.",
            "Compare the checkpoint times of both nodes before operators return.",
          ],
        },
      },
    ],
  },
  {
    title: "Historian subscription: move to a new server",
    summary: "For subscribers: the order of steps, with the questions that the license server asks.",
    kind: "download",
    audience: "entitled",
    product: "Historian subscription",
    productVersion: null,
    uses: 9,
    versions: [
      {
        label: "Kit 4",
        daysAgo: 33,
        file: {
          name: "historian-subscription-move.docx",
          paragraphs: ["Release the seats on the old server first.", "Then enroll the new one with the same account."],
        },
      },
    ],
  },
  {
    title: "AVEVA on video",
    summary: "Recorded introductions and webinars of the maker, free to watch.",
    kind: "video",
    audience: "everyone",
    product: null,
    productVersion: null,
    uses: 12,
    versions: [{ label: "Channel", daysAgo: 140, url: "https://www.youtube.com/@avevagroup" }],
  },
];
