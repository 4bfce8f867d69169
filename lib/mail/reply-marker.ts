/** Stands first in every mail that can be answered. What a reply quotes begins with it. */
export const REPLY_MARKER = "Write your reply above this line";

/** The last line of every mail of ours begins so (lib/mail/templates/branded-mail.tsx): what is quoted ends with it. */
export const LAST_LINE = /^[>\s]*Sent by the .{1,80} client portal:/;
