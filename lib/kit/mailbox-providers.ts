/*
 * Domains at which anybody can have a mailbox: they say nothing of the firm that somebody works for. Compiled by hand
 * from the sign-up pages of the mail providers with the most mailboxes (Google, Microsoft, Yahoo, Apple, Proton, GMX, and
 * what access providers of North America and Europe give to their customers), as of November 2026. One that is missing
 * costs little: a wrong suggestion, which a person looks at. The last one exists nowhere (RFC 2606): demo and tests have
 * it.
 */
const DOMAINS = `
gmail.com googlemail.com
outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.ie outlook.jp hotmail.com hotmail.ca hotmail.co.uk hotmail.de
hotmail.es hotmail.fr hotmail.it live.ca live.co.uk live.com live.de live.fr live.nl msn.com passport.com windowslive.com
yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr
yahoo.it ymail.com rocketmail.com myyahoo.com aol.com aim.com verizon.net
icloud.com mac.com me.com
proton.me protonmail.ch protonmail.com pm.me tutanota.com tutanota.de tuta.com tuta.io hushmail.com mailfence.com
fastmail.com fastmail.fm hey.com zoho.com zohomail.com duck.com mail.com email.com usa.com post.com inbox.com
gmx.at gmx.ch gmx.com gmx.de gmx.net gmx.us web.de freenet.de t-online.de arcor.de online.de posteo.de mailbox.org
mail.ru bk.ru inbox.ru list.ru yandex.com yandex.ru ya.ru rambler.ru ukr.net
qq.com 163.com 126.com yeah.net sina.com foxmail.com naver.com daum.net hanmail.net
att.net bellsouth.net sbcglobal.net comcast.net cox.net charter.net spectrum.net earthlink.net frontier.com frontiernet.net
centurylink.net juno.com netzero.net optonline.net roadrunner.com twc.com windstream.net
bell.net rogers.com shaw.ca sympatico.ca telus.net videotron.ca
btinternet.com blueyonder.co.uk ntlworld.com sky.com talktalk.net tiscali.co.uk virginmedia.com
free.fr laposte.net orange.fr sfr.fr wanadoo.fr neuf.fr libero.it alice.it tin.it virgilio.it
bigpond.com optusnet.com.au uol.com.br bol.com.br terra.com.br rediffmail.com
seznam.cz wp.pl o2.pl interia.pl onet.pl abv.bg
freemail.example
`;

const FREE = new Set(DOMAINS.split(/\s+/).filter(Boolean));

/** Whether anybody can have a mailbox at this domain, in whatever case it is written. */
export function isFreeMail(domain: string): boolean {
  return FREE.has(domain.toLowerCase());
}
