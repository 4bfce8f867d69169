import { type CronItem, parseCronItems, type TaskList } from "graphile-worker";
import { cleanFiles } from "@/lib/files/clean";
import { runScanTask } from "@/lib/files/scan";
import { runNewAddressTask } from "@/lib/gate/auth/new-address-link";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { postSigned } from "@/lib/kit/signed-post";
import { systemNow } from "@/lib/kit/time";
import { cleanLiveEvents } from "@/lib/live/service";
import { sendDigests } from "@/lib/mail/digest";
import { runInboundTask } from "@/lib/mail/inbound/receive";
import { sweepInbound } from "@/lib/mail/inbound/sweep";
import { runMailFilesTask } from "@/lib/mail/inbound/waiting-files";
import { resumeMail } from "@/lib/mail/pace";
import { runSendTask } from "@/lib/mail/send";
import { sweepOutbox } from "@/lib/mail/sweep";
import { renderMail } from "@/lib/mail/templates/render";
import { runCompareTask } from "@/lib/money/payments/stripe/compare";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import { tellColleagueAct } from "@/lib/people/colleagues/tasks";
import { runConnectTask, runDecidedTask, tellLateVisitors } from "@/lib/people/connect/tasks";
import { forgetMoves } from "@/lib/people/merges/tasks";
import { checkFaqLinks } from "@/lib/site/faq/tasks";
import { checkHomePageLinks } from "@/lib/site/home-page/tasks";
import { checkLibraryLinks, publishDue, readVersion } from "@/lib/site/library/tasks";
import { attachInvoices } from "@/lib/site/reminders/invoices/tasks";
import { collectReminders, stands } from "@/lib/site/reminders/tasks";
import { noteWhatCameOut } from "@/lib/site/versions/tasks";
import { pageTask, runAlarmTask, sweepAlarms } from "@/lib/threads/alarms/tasks";
import { keepChats, mailTranscript } from "@/lib/threads/chats/tasks";
import { countMinutes, tellNearing } from "@/lib/threads/promises/tasks";
import { endSnoozes } from "@/lib/threads/staff/snoozes/tasks";
import { freeJobsOfTheDead } from "./beats";
import { cleanLimits } from "./clean-limits";
import { cleanPhotos } from "./clean-photos";
import { addLaterHolidays } from "./later-holidays";
import { learnWords } from "./learn-words";
import { answerByMail, readSent } from "./mail-answers";
import { runReindexTask } from "./reindex";
import { safely } from "./safely";
import { runTellTask } from "./tell";

const now = () => new Date(systemNow().epochMilliseconds);

/** Every task that the worker runs, by the name that jobs are added under. */
export const taskList: TaskList = {
  "mail.send": safely("mail.send", (payload) =>
    runSendTask(payload, { render: renderMail, stands, attach: attachInvoices }),
  ),
  "mail.resume": safely("mail.resume", () => resumeMail(now())),
  "mail.sweep": safely("mail.sweep", () => sweepOutbox(now())),
  "mail.digest": safely("mail.digest", () => sendDigests(now(), stands)),
  "reminders.collect": safely("reminders.collect", () => collectReminders()),
  "mail.inbound": safely("mail.inbound", (payload, job) =>
    runInboundTask(payload, { answer: answerByMail, readSent, lastAttempt: job.attempts >= job.max_attempts }),
  ),
  "mail.files": safely("mail.files", (payload) => runMailFilesTask(payload)),
  "mail.sweep-inbound": safely("mail.sweep-inbound", () => sweepInbound(now())),
  "threads.reindex": safely("threads.reindex", (payload) => runReindexTask(payload)),
  "chats.keep": safely("chats.keep", () => keepChats()),
  "chats.transcript": safely("chats.transcript", (payload) => mailTranscript(payload, now())),
  "thread.tell": safely("thread.tell", (payload) => runTellTask(payload)),
  "alarms.run": safely("alarms.run", (payload) => runAlarmTask(payload)),
  "alarms.sweep": safely("alarms.sweep", () => sweepAlarms()),
  "pager.page": safely("pager.page", (payload) => pageTask(payload, postSigned, systemNow().epochMilliseconds)),
  "promises.count": safely("promises.count", () => countMinutes()),
  "promises.near": safely("promises.near", () => tellNearing()),
  "snoozes.end": safely("snoozes.end", () => endSnoozes()),
  "auth.reset": safely("auth.reset", (payload) => runResetTask(payload)),
  "auth.new-address": safely("auth.new-address", (payload) => runNewAddressTask(payload)),
  "connect.received": safely("connect.received", (payload) => runConnectTask(payload)),
  "connect.decided": safely("connect.decided", (payload) => runDecidedTask(payload)),
  "connect.late": safely("connect.late", () => tellLateVisitors()),
  "colleagues.tell": safely("colleagues.tell", (payload) => tellColleagueAct(payload)),
  "stripe.event": safely("stripe.event", (payload, job) =>
    runEventTask(payload, { lastAttempt: job.attempts >= job.max_attempts }),
  ),
  "stripe.reconcile": safely("stripe.reconcile", () => runReconcileTask(now())),
  "stripe.compare": safely("stripe.compare", () => runCompareTask(now())),
  "files.scan": safely("files.scan", (payload) => runScanTask(payload)),
  "files.clean": safely("files.clean", () => cleanFiles(now())),
  "library.read": safely("library.read", (payload) => readVersion(payload)),
  "library.publish": safely("library.publish", () => publishDue()),
  "content.publish": safely("content.publish", () => noteWhatCameOut()),
  "links.check": safely("links.check", async () => {
    const checked = await Promise.allSettled([checkHomePageLinks(), checkFaqLinks(), checkLibraryLinks()]);
    // One that failed keeps none of the others from being asked.
    for (const one of checked) if (one.status === "rejected") throw one.reason;
  }),
  "search.learn": safely("search.learn", () => learnWords()),
  "live.clean": safely("live.clean", () => cleanLiveEvents(now())),
  "limits.clean": safely("limits.clean", () => cleanLimits(now())),
  "merges.forget": safely("merges.forget", () => forgetMoves(now())),
  "photos.clean": safely("photos.clean", () => cleanPhotos()),
  "hours.later-holidays": safely("hours.later-holidays", () => addLaterHolidays(now())),
  "jobs.rescue": safely("jobs.rescue", () => freeJobsOfTheDead()),
};

/** The job key makes sure that at most one job of the task waits, however long the worker was away. */
const regularly = (task: string, match: string, maxAttempts: number): CronItem => ({
  task,
  match,
  options: { jobKey: task, maxAttempts },
});

/** Jobs that run by the clock, in UTC. Not a crontab text, because that does not allow dots in task names. */
export const cronItems = parseCronItems([
  // These run every minute and are tried once: the next run is the second attempt.
  regularly("mail.sweep", "* * * * *", 1),
  regularly("mail.sweep-inbound", "* * * * *", 1),
  regularly("mail.digest", "* * * * *", 1),
  regularly("jobs.rescue", "* * * * *", 1),
  regularly("chats.keep", "* * * * *", 1),
  regularly("alarms.sweep", "* * * * *", 1),
  regularly("promises.count", "* * * * *", 1),
  regularly("promises.near", "* * * * *", 1),
  regularly("snoozes.end", "* * * * *", 1),
  regularly("stripe.reconcile", "* * * * *", 1),
  regularly("library.publish", "* * * * *", 1),
  regularly("content.publish", "* * * * *", 1),
  // Shortly after each hour, so that a day in any brand's zone is collected before it is 7 a.m. there.
  regularly("reminders.collect", "4 * * * *", 3),
  regularly("search.learn", "41 2 * * *", 3),
  regularly("connect.late", "13 * * * *", 3),
  regularly("stripe.compare", "47 4 * * *", 5),
  regularly("files.clean", "23 * * * *", 3),
  regularly("live.clean", "37 * * * *", 3),
  regularly("limits.clean", "17 3 * * *", 5),
  regularly("merges.forget", "21 3 * * *", 5),
  regularly("photos.clean", "27 3 * * *", 5),
  regularly("links.check", "41 6 * * *", 3),
  regularly("hours.later-holidays", "7 5 * * *", 5),
]);

/** These also run when a worker starts, so that what the last worker left behind need not wait a minute. */
export const TASKS_AT_START = [
  "jobs.rescue",
  "mail.sweep",
  "alarms.sweep",
  "stripe.reconcile",
  "search.learn",
] as const;
