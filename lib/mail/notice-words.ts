/* The lines in the bell that several kinds of mail share, or that are long. */

export const wroteIn = ({ author, number, subject }: { author: string; number: string; subject: string }) =>
  `${author} wrote in ${number}: ${subject}`;

export const gave = ({ by, number, subject }: { by: string | null; number: string; subject: string }) =>
  `${by ?? "A colleague"} gave you ${number}: ${subject}`;

export const calls = ({ companyName, number }: { companyName: string; number: string }) =>
  `Production stopped at ${companyName}: you are called for ${number}`;

export const nears = ({ number, due, subject }: { number: string; due: string; subject: string }) =>
  `${number} is to be answered by ${due}: ${subject}`;
