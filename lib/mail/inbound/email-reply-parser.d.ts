/* Stays at 2.1: from 2.3 on it hides a quotation that somebody answers point by point. */
declare module "email-reply-parser" {
  interface Fragment {
    getContent(): string;
    isHidden(): boolean;
    isSignature(): boolean;
    isQuoted(): boolean;
    /** The line that introduces a quotation, with the quotation. */
    isAnswer(): boolean;
  }
  export default class EmailReplyParser {
    read(text: string): { getFragments(): Fragment[] };
  }
}
