/** The first line of every mail that can be answered. What a reply quotes begins with it. */
export const REPLY_MARKER = "Write your reply above this line";

/**
 * Matches the last line of each of our mails (lib/mail/templates/branded-mail.tsx). What a reply quotes ends with it.
 */
export const LAST_LINE = /^[>\s]*Sent by the .{1,80} client portal:/;
